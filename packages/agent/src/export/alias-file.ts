import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { SourceFile } from "@weir/core/wire";

const PACKAGE = "package.json";
const CONFIGS = ["tsconfig.json", "jsconfig.json"];
/** A settings file that is longer than this is not looked into. Bytes. */
const MAX_BYTES = 256 * 1024;

/** Files of a project that may say where an import with a name of its own leads (`#lib/x`, `@/x`). */
export function aliasFiles(root: string): readonly string[] {
  return [PACKAGE, ...CONFIGS].map((name) => join(root, name));
}

export function isAliasFile(path: string): boolean {
  return basename(path) === PACKAGE || CONFIGS.includes(basename(path));
}

/**
 * Of a package.json only the part that names aliases: nobody has to know a project's dependencies. A tsconfig goes as it
 * is, since it may hold comments. Nothing where it names none.
 */
export async function readAliases(path: string, root: string): Promise<SourceFile | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  if (basename(path) !== PACKAGE) return /"paths"\s*:/.test(text) ? { path, content: text, root } : undefined;
  const imports = importsOf(text);
  return imports === undefined ? undefined : { path, content: JSON.stringify({ imports }), root };
}

function importsOf(text: string): object | undefined {
  try {
    const { imports } = (JSON.parse(text) ?? {}) as { imports?: unknown };
    return typeof imports === "object" && imports !== null ? imports : undefined;
  } catch {
    return undefined; // being written, or not JSON: no aliases to know of
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const found = await stat(/* turbopackIgnore: true */ path);
    if (!found.isFile() || found.size > MAX_BYTES) return undefined;
    return await readFile(/* turbopackIgnore: true */ path, "utf8");
  } catch {
    return undefined; // an app may run without them
  }
}
