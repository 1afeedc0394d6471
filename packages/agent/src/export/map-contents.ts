import { readFile, stat } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";

/** Sources of one map that are read, and the length of one of them. */
const MAX_SOURCES = 500;
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;

interface PlainMap {
  readonly sources?: unknown;
  readonly sourcesContent?: unknown;
}

export interface MapPlace {
  /** Directory of the project; nothing outside is read. */
  readonly root: string;
  /** When the map was written: milliseconds. What was written later was not built. */
  readonly builtAt: number;
  /** Where a source lies on the disk; `undefined` where it is no file of the project's own. */
  readonly pathOf: (source: string) => string | undefined;
}

/**
 * The map with the texts of its sources. Compilers leave them out unless told otherwise (`inlineSources` of tsc); a map
 * without them says where a frame is, but not what stands there.
 */
export async function withContents(map: string, { root, builtAt, pathOf }: MapPlace): Promise<string> {
  const parsed = parsedOf(map);
  if (parsed === undefined || !Array.isArray(parsed.sources) || parsed.sources.length > MAX_SOURCES) return map;
  const known: readonly unknown[] = Array.isArray(parsed.sourcesContent) ? parsed.sourcesContent : [];
  let added = false;
  const contents = await Promise.all(
    parsed.sources.map(async (source: unknown, index) => {
      if (typeof known[index] === "string") return known[index];
      const path = typeof source === "string" ? pathOf(source) : undefined;
      const text = path === undefined || !isBelow(root, path) ? undefined : await readBuilt(path, builtAt);
      added ||= text !== undefined;
      return text ?? null;
    }),
  );
  return added ? JSON.stringify({ ...parsed, sourcesContent: contents }) : map;
}

function parsedOf(map: string): PlainMap | undefined {
  try {
    const parsed: unknown = JSON.parse(map);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined; // the collector will say the same of this map
  }
}

function isBelow(root: string, path: string): boolean {
  const below = relative(root, path);
  return below !== "" && !below.startsWith("..") && !isAbsolute(below);
}

async function readBuilt(path: string, builtAt: number): Promise<string | undefined> {
  try {
    const found = await stat(/* turbopackIgnore: true */ path);
    if (!found.isFile() || found.size > MAX_SOURCE_BYTES || found.mtimeMs > builtAt) return undefined;
    return await readFile(/* turbopackIgnore: true */ path, "utf8");
  } catch {
    return undefined; // a server often runs without its sources
  }
}
