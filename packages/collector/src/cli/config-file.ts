import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { ConfigError } from "./flags.ts";

const MAX_BYTES = 1024 * 1024;

/** Reads a YAML or JSON file; `undefined` when none was named. */
export function readConfigFile(path: string | undefined): unknown {
  if (path === undefined || path === "") return undefined;
  try {
    const text = readFileSync(path, "utf8");
    if (text.length > MAX_BYTES) throw new ConfigError(`${path} is larger than ${MAX_BYTES} bytes`);
    return parse(text, { maxAliasCount: 100 }) as unknown;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
