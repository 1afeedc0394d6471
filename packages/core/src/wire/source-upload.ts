/**
 * `POST /api/v1/sources`: built files and their source maps, sent once per file, off the request path, in development
 * and staging. The collector maps raw stack frames with them and reads the functions around a call.
 */
export const SOURCES_PATH = "/api/v1/sources";

export interface SourceUpload {
  readonly service: string;
  readonly env: string;
  readonly version?: string;
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** Path exactly as it stands in stack frames (absolute path or `file://` URL). */
  readonly path: string;
  /** The file's source map as JSON text; absent when it has none and `content` is the source itself. */
  readonly map?: string;
  /** The file's text, sent when there is no map (development servers that run the source as it is). */
  readonly content?: string;
  /** Absolute directory of the project, so that shown paths can be relative to it. */
  readonly root?: string;
}
