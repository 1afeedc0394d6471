import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { tagOf } from "./entity-tag.ts";

/** Files of a built dashboard; more is no dashboard of ours. */
const MAX_FILES = 2_000;
/** All files together, compressed copies included. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

export interface DashboardFile {
  /** Path below the dashboard's folder, with slashes. */
  readonly name: string;
  readonly type: string;
  readonly tag: string;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
  /** Its name changes with its content. */
  readonly hashed: boolean;
}

/**
 * Reads a built dashboard into memory, once: a few hundred kilobytes, and no path of a request ever reaches the disk.
 * Empty when the folder is not there. Throws `RangeError` when it holds more than a dashboard can.
 */
export function readDashboard(folder: string): ReadonlyMap<string, DashboardFile> {
  const files = new Map<string, DashboardFile>();
  if (!existsSync(folder)) return files;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = readFile(path, relative(folder, path).split(sep).join("/"), type);
    bytes += file.plain.length + (file.br?.length ?? 0) + (file.gzip?.length ?? 0);
    files.set(file.name, file);
    if (files.size > MAX_FILES || bytes > MAX_BYTES) throw new RangeError(`${folder} is too large for a dashboard`);
  }
  return files;
}

function readFile(path: string, name: string, type: string): DashboardFile {
  const plain = readFileSync(path);
  return {
    name,
    type,
    plain,
    tag: tagOf(plain),
    hashed: name.startsWith("assets/"),
    ...(existsSync(`${path}.br`) ? { br: readFileSync(`${path}.br`) } : {}),
    ...(existsSync(`${path}.gz`) ? { gzip: readFileSync(`${path}.gz`) } : {}),
  };
}
