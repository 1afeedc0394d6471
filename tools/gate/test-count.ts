import { existsSync, readFileSync } from "node:fs";
import type { Step } from "./steps.ts";

/** Adds up the test results of the steps that left one. */
export function countTests(steps: readonly Step[]): { passed: number; failed: number } | undefined {
  const reports = steps.flatMap((step) => (step.report !== undefined && existsSync(step.report) ? [step.report] : []));
  if (reports.length === 0) return undefined;
  let passed = 0;
  let failed = 0;
  for (const report of reports) {
    const result = JSON.parse(readFileSync(report, "utf8")) as { numPassedTests: number; numFailedTests: number };
    passed += result.numPassedTests;
    failed += result.numFailedTests;
  }
  return { passed, failed };
}
