import type { Config } from "./config/config.ts";
import { lineageProbe } from "./evidence/lineage/lineage-probe.ts";
import type { Probe } from "./evidence/probe.ts";
import { valueProbe } from "./evidence/values/value-probe.ts";

/** The probes this process was asked for. */
export function createProbes({ evidence, redact, service }: Config): Probe[] {
  const probes: Probe[] = [];
  if (evidence.lineage) probes.push(lineageProbe());
  if (evidence.values) probes.push(valueProbe({ service: service.name, ignoredHeaders: redact.headers }));
  return probes;
}
