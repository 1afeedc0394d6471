/** The two encodings of OTLP over HTTP. */
export type Encoding = "protobuf" | "json";

/** How a body's bytes are to be read. */
export interface BodyForm {
  readonly encoding: Encoding;
  readonly gzip: boolean;
}
