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
  return readConfig(mode, flags, env, file?.value);
}
