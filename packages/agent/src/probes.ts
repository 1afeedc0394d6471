import type { Config } from "./config/config.ts";
import { lineageProbe } from "./evidence/lineage/lineage-probe.ts";
import type { Probe } from "./evidence/probe.ts";

/** The probes this process was asked for. */
export function createProbes(config: Config): Probe[] {
  return config.evidence.lineage ? [lineageProbe()] : [];
}
