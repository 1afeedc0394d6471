import type { GateReport } from "./gate-report.ts";

/** The report itself: every other format is written from it. */
export function writeJson(report: GateReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
