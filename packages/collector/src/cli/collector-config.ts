import type { CollectorConfig } from "../config.ts";
import { type GivenFlags, textFlag } from "./command.ts";
import { loadConfigFile } from "./config-file.ts";
import { readConfig } from "./flags.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The collector's configuration.
 * @throws ConfigError when flags, variables or file are wrong
 */
export async function collectorConfig(
  mode: CollectorConfig["mode"],
  flags: GivenFlags,
  { env, cwd }: Terminal,
): Promise<CollectorConfig> {
  const file = await loadConfigFile(textFlag(flags, "config") ?? env["WEIR_CONFIG"], cwd);
  // Beside a dev server's own output, a log of ours is noise.
  const value = mode === "dev" && isMapping(file?.value) ? { logLevel: "warn", ...file?.value } : file?.value;
  return readConfig(mode, flags, env, value);
}

/** Anything else is the reader's to complain about. */
function isMapping(value: unknown): value is object | undefined {
  return value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
}
