import type { GateReport, ReportedFinding } from "./gate-report.ts";

/** Findings that a reader has to do something about. */
export function failing({ findings }: GateReport): readonly ReportedFinding[] {
  return findings.filter(({ level, state }) => level === "error" && state !== "too-few");
}

export function warning({ findings }: GateReport): readonly ReportedFinding[] {
  return findings.filter(({ level, state }) => level === "warn" && state !== "too-few");
}

/** The others that are worth a line: not small ones. */
export function remaining({ findings }: GateReport): readonly ReportedFinding[] {
  return findings.filter(({ level, state }) => (level === "off" && state !== "small") || state === "too-few");
}
