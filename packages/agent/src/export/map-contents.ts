import { readFile, stat } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import { countDrop } from "../state.ts";
import type { SourceMap } from "./source-map.ts";

/** Sources of one map that are read; the length of one of them, and of all together. */
const MAX_SOURCES = 500;
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;
export const MAX_CONTENTS_CHARS: number = 8 * 1024 * 1024;

export interface MapPlace {
  /** Directory of the project; nothing outside is read. */
  readonly root: string;
  /** When the map was written: milliseconds. What was written later was not built. */
  readonly builtAt: number;
  /** Where a source lies on the disk; `undefined` where it is no file of the project's own. */
  readonly pathOf: (source: string) => string | undefined;
}

/**
 * The texts of a map's sources, from the disk where the map has none; nothing when none was found. Compilers leave them
 * out unless told otherwise (`inlineSources` of tsc); a map without them says where a frame is, but not what stands there.
 */
export async function contentsOf(map: SourceMap, place: MapPlace): Promise<readonly unknown[] | undefined> {
  if (!Array.isArray(map.sources) || map.sources.length > MAX_SOURCES) return undefined;
  const known: readonly unknown[] = Array.isArray(map.sourcesContent) ? map.sourcesContent : [];
  const contents: unknown[] = [];
  let read = 0;
  for (const [index, source] of (map.sources as readonly unknown[]).entries()) {
    const text = typeof known[index] === "string" ? undefined : await textOf(source, place, MAX_CONTENTS_CHARS - read);
    read += text?.length ?? 0;
    contents.push(text ?? known[index] ?? null);
  }
  return read === 0 ? undefined : contents;
}

async function textOf(source: unknown, { root, builtAt, pathOf }: MapPlace, room: number): Promise<string | undefined> {
  const path = typeof source === "string" ? pathOf(source) : undefined;
  if (path === undefined || !isBelow(root, path)) return undefined;
  return readBuilt(path, builtAt, Math.min(room, MAX_SOURCE_BYTES));
}

function isBelow(root: string, path: string): boolean {
  const below = relative(root, path);
  return below !== "" && !below.startsWith("..") && !isAbsolute(below);
}

async function readBuilt(path: string, builtAt: number, maxBytes: number): Promise<string | undefined> {
  try {
    const found = await stat(/* turbopackIgnore: true */ path);
    if (!found.isFile() || found.mtimeMs > builtAt) return undefined;
    if (found.size > maxBytes) {
      countDrop("source-texts");
      return undefined;
    }
    return await readFile(/* turbopackIgnore: true */ path, "utf8");
  } catch {
    return undefined; // a server often runs without its sources
  }
}
