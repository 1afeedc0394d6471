import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Text of a file that is looked through for imports. */
const MAX_TEXT = 2 * 1024 * 1024;
/** Files one file leads to. */
const MAX_NEIGHBOURS = 400;

/** `from "./x.js"`, `import "./x.js"`, `import("./x.js")`, `require("./x.js")`, and the same of `#x` */
const IMPORTED = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'](?<path>(?:\.{1,2}\/|#)[^"'\n]{1,512})["']/g;
/** Bundlers that load their chunks by number put all of them into folders of this name. */
const CHUNK_FOLDER = /[\\/]chunks(?:[\\/]ssr)?$/;
const BUILT = /\.[cm]?js$/;

/**
 * Files that a built file works with and that no stack may ever name: a helper that only passes a promise on has left
 * the stack by the time its call is made. In the spelling of `path`, itself left out.
 */
export async function neighboursOf(path: string, content: string): Promise<readonly string[]> {
  if (path.includes("?")) return [];
  const isUrl = path.startsWith("file://");
  const disk = isUrl ? fileURLToPath(path) : path;
  const found = [...importedBy(disk, content), ...(await chunksBeside(disk))];
  return found
    .filter((file) => file !== disk && !/[\\/]node_modules[\\/]/.test(file))
    .slice(0, MAX_NEIGHBOURS)
    .map((file) => (isUrl ? pathToFileURL(file).href : file));
}

function importedBy(disk: string, content: string): string[] {
  if (content.length > MAX_TEXT) return [];
  const files = new Set<string>();
  for (const { groups } of content.matchAll(IMPORTED)) {
    const named = groups?.["path"] ?? "";
    const file = named.startsWith("#") ? byPackage(disk, named) : resolve(dirname(disk), named);
    if (file === undefined) continue;
    if (/\.[cm]?[jt]sx?$/.test(file)) files.add(file);
    else if (!basename(file).includes(".")) files.add(`${file}.js`);
    if (files.size >= MAX_NEIGHBOURS) break;
  }
  return [...files];
}

/** Where the `imports` of the nearest package.json lead, as Node reads them. */
function byPackage(disk: string, named: string): string | undefined {
  try {
    return createRequire(disk).resolve(named);
  } catch {
    return undefined; // a name of a bundler's, or one that only `import` may use
  }
}

async function chunksBeside(disk: string): Promise<string[]> {
  const folder = dirname(disk);
  if (!CHUNK_FOLDER.test(folder)) return [];
  try {
    const names = await readdir(/* turbopackIgnore: true */ folder);
    return names.filter((name) => BUILT.test(name) && !name.includes("node_modules")).map((name) => join(folder, name));
  } catch {
    return []; // a build that is being replaced
  }
}
