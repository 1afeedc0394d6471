import type { CollectorConfig } from "../config.ts";
import { readConfigFile } from "./config-file.ts";
import { ConfigError, readConfig } from "./flags.ts";

/** The configuration, or the exit code after saying on stderr what is wrong with it. */
export function configOrExit(
  mode: CollectorConfig["mode"],
  flags: Readonly<Record<string, unknown>>,
): CollectorConfig | number {
  try {
    const path = flags["config"];
    return readConfig(
      mode,
      flags,
      process.env,
      readConfigFile(typeof path === "string" ? path : process.env["WEIR_CONFIG"]),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split("\n")) process.stderr.write(`weir: ${line}\n`);
    return error.exitCode;
  }
}
