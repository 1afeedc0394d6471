import type { Config } from "./config/config.ts";
import type { Probe } from "./evidence/probe.ts";

/** The probes this process was asked for. */
export function createProbes(_config: Config): Probe[] {
  return [];
}
