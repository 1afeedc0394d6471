import { posix } from "node:path";
import { decode } from "./built-path.ts";

/** Schemes under which bundlers put files of the project; what follows the namespace is a path in the project. */
const BUNDLER_SCHEME = /^(?:webpack(?:-internal)?|turbopack|vite|rsc|ng):\/\/[^/]*\/(?<path>.*)$/s;

export interface SourceOrigin {
  /** Absolute path of the built file whose map names the source. */
  readonly built: string;
  /** Absolute directory of the project, where it is known. */
  readonly root: string | undefined;
}

/**
 * Turns a name out of a map's `sources` into an absolute path, or into a path below the project where the bundler
 * gives no more. `undefined` for names that stand for no file (virtual modules, runtime pieces of the bundler).
 */
export function sourcePath(name: string, origin: SourceOrigin): string | undefined {
  const text = decode(name).replaceAll("\\", "/");
  if (text === "" || text.includes("\0") || text.startsWith("virtual:") || text.startsWith("node:")) return undefined;
  if (text.startsWith("file://")) return posix.normalize(withoutQuery(text.slice("file://".length)));
  const bundler = BUNDLER_SCHEME.exec(text);
  if (bundler !== null) return inProject(bundlerPath(bundler.groups?.["path"] ?? ""), origin.root);
  if (text.startsWith("[project]/")) return inProject(text.slice("[project]/".length), origin.root);
  if (/^\[[\w-]+\]\//.test(text)) return undefined;
  if (/^[a-z][\w+.-]+:\/\//i.test(text)) return undefined;
  const path = withoutQuery(text);
  return posix.normalize(path.startsWith("/") ? path : posix.join(posix.dirname(origin.built), path));
}

/** `./src/x.ts?a1b2`, `[project]/src/x.ts`, `(rsc)/./src/x.ts` -> `src/x.ts` */
function bundlerPath(text: string): string {
  const path = withoutQuery(text);
  const project = path.indexOf("[project]/");
  if (project >= 0) return path.slice(project + "[project]/".length);
  return path.replace(/^\([\w-]+\)\//, "");
}

function inProject(path: string, root: string | undefined): string {
  const clean = posix.normalize(`/${path}`);
  return root === undefined ? clean.slice(1) : posix.join(root, clean);
}

function withoutQuery(path: string): string {
  const query = path.indexOf("?");
  return query > 0 ? path.slice(0, query) : path;
}

/** The path people know: relative to the project, with forward slashes. */
export function shownPath(path: string, root: string | undefined): string {
  if (root === undefined || !path.startsWith("/")) return path;
  return posix.relative(root, path);
}
