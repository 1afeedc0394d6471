import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { findSourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { SourceFile } from "@weir/core/wire";
import { contentsOf } from "./map-contents.ts";
import { parseMap, sourcesOf } from "./source-map.ts";
import { neighboursOf } from "./source-neighbours.ts";

/** A built file or a map larger than this is left out. */
export const MAX_FILE_BYTES: number = 16 * 1024 * 1024;
/** Sources of one map that are looked at for maps of their own. */
const MAX_SECOND_HOPS = 200;
/** Sources of packages and of the bundler's own runtime. */
const FOREIGN = /(?:^|[\\/])node_modules[\\/]|\[turbopack\]|^webpack\/(?:bootstrap|runtime)/;

export interface ReadSource {
  readonly file: SourceFile;
  /** Files its map names that were built themselves and have maps of their own. */
  readonly further: readonly string[];
  /** Files that it works with. */
  readonly neighbours: readonly string[];
  /** Does its map name a file that is no package's? Also true of a file without a map. */
  readonly own: boolean;
  /** Files of the disk that its map names. */
  readonly sources: readonly string[];
}

/** Changes whenever the file does; `undefined` where there is no such file, neither on disk nor in memory. */
export async function stateOf(path: string): Promise<string | undefined> {
  const memory = mapInMemory(path);
  if (memory !== undefined) return createHash("sha1").update(memory).digest("base64");
  try {
    const found = await stat(/* turbopackIgnore: true */ diskPath(path));
    return found.isFile() && found.size <= MAX_FILE_BYTES ? String(found.mtimeMs) : undefined;
  } catch {
    return undefined; // frames also name files that exist only in memory
  }
}

/**
 * Reads what the collector needs to map frames of `path`: the map beside the file or in it, else the file's own text.
 * `path` stays as the frames spell it.
 */
export async function readSource(path: string, root: string): Promise<ReadSource | undefined> {
  const memory = mapInMemory(path);
  if (memory !== undefined)
    return { file: { path, map: memory, root }, further: [], neighbours: [], own: true, sources: [] };
  const disk = diskPath(path);
  const content = await readText(disk);
  if (content === undefined) return undefined;
  const found = await readMap(disk, content);
  const neighbours = await neighboursOf(path, content);
  if (found === undefined) return { file: { path, content, root }, further: [], neighbours, own: true, sources: [] };
  const builtAt = (await stat(/* turbopackIgnore: true */ disk)).mtimeMs;
  const pathOf = (source: string): string | undefined => (FOREIGN.test(source) ? undefined : sourcePath(disk, source));
  const parsed = parseMap(found) ?? {};
  const sourcesContent = await contentsOf(parsed, { root, builtAt, pathOf });
  const map = sourcesContent === undefined ? found : JSON.stringify({ ...parsed, sourcesContent });
  const named = sourcesOf(parsed);
  const own = named.some((source) => !FOREIGN.test(source));
  const sources = own ? named.flatMap((source) => sourcePath(disk, source) ?? []) : [];
  return { file: { path, map, root }, further: builtSources(sources), neighbours, own, sources };
}

function diskPath(path: string): string {
  return path.startsWith("file://") ? fileURLToPath(path) : path;
}

/**
 * Code that a dev server evaluates under an id (`…/chunk.js?id=…`) is on no disk; the runtime itself knows its map,
 * where the server has switched source maps on.
 */
function mapInMemory(path: string): string | undefined {
  if (!path.includes("?")) return undefined;
  const payload: unknown = findSourceMap(path)?.payload;
  return payload === undefined ? undefined : JSON.stringify(payload);
}

async function readMap(disk: string, content: string): Promise<string | undefined> {
  const url = mappingUrl(content);
  if (url?.startsWith("data:") === true) return inlineMap(url);
  const named = url === undefined ? undefined : await readText(besides(disk, url));
  return named ?? (await readText(`${disk}.map`));
}

/** The last `sourceMappingURL` comment; a file may quote others in its text. */
function mappingUrl(content: string): string | undefined {
  const tail = content.length > 4096 && !content.includes("sourceMappingURL=data:") ? content.slice(-4096) : content;
  return [...tail.matchAll(/\/[/*][#@]\s*sourceMappingURL=([^\s'"*]+)/g)].at(-1)?.[1];
}

function inlineMap(url: string): string | undefined {
  const comma = url.indexOf(",");
  if (comma === -1) return undefined;
  const payload = url.slice(comma + 1);
  try {
    return url.slice(0, comma).includes(";base64")
      ? Buffer.from(payload, "base64").toString("utf8")
      : decodeURIComponent(payload);
  } catch {
    return undefined; // a broken comment maps nothing
  }
}

function besides(disk: string, url: string): string {
  if (url.startsWith("file://")) return fileURLToPath(url);
  const decoded = /%[0-9a-f]{2}/i.test(url) ? safeDecode(url) : url;
  return resolve(dirname(disk), decoded);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a literal percent sign
  }
}

/** Sources of the map that look built: JavaScript on disk. Whether they have maps is seen when they are read. */
function builtSources(sources: readonly string[]): string[] {
  const built = new Set<string>();
  for (const path of sources) {
    if (built.size >= MAX_SECOND_HOPS) break;
    if (/\.[cm]?js$/.test(path) && !/[\\/]node_modules[\\/]/.test(path)) built.add(path);
  }
  return [...built];
}

function sourcePath(disk: string, source: string): string | undefined {
  if (/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(source)) return undefined;
  const base = pathToFileURL(disk).href;
  return URL.canParse(source, base) ? fileURLToPath(new URL(source, base)) : undefined;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const found = await stat(/* turbopackIgnore: true */ path);
    if (!found.isFile() || found.size > MAX_FILE_BYTES) return undefined;
    return await readFile(/* turbopackIgnore: true */ path, "utf8");
  } catch {
    return undefined; // maps are optional
  }
}
