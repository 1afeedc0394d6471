import { readFileSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { ConfigError } from "./flags.ts";

const MAX_BYTES = 1024 * 1024;

/** Looked for in the working directory, in this order, when no file is named. */
export const CONFIG_NAMES = [
  "weir.config.ts",
  "weir.config.mjs",
  "weir.config.js",
  "weir.config.yaml",
  "weir.config.json",
] as const;

export interface ConfigFile {
  readonly path: string;
  readonly value: unknown;
}

/**
 * The named file, else the one in the folder; `undefined` when there is none. Modules are run, YAML and JSON are read.
 * @throws ConfigError when it cannot be read
 */
export async function loadConfigFile(named: string | undefined, folder: string): Promise<ConfigFile | undefined> {
  const path =
    named === undefined || named === ""
      ? CONFIG_NAMES.map((name) => join(folder, name)).find((candidate) => isFile(candidate))
      : resolve(folder, named);
  if (path === undefined) return undefined;
  try {
    return { path, value: /\.[mc]?[jt]s$/.test(extname(path)) ? await importConfig(path) : readText(path) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Types in it are stripped by Node; it may be an object, or a function that gives one. */
async function importConfig(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  if (module.default === undefined) throw new ConfigError(`${path} has no default export`);
  return typeof module.default === "function" ? await (module.default as () => unknown)() : module.default;
}

function readText(path: string): unknown {
  if (statSync(path).size > MAX_BYTES) throw new ConfigError(`${path} is larger than ${MAX_BYTES} bytes`);
  return parse(readFileSync(path, "utf8"), { maxAliasCount: 100 }) as unknown;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
