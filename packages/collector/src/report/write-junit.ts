import { findingLines } from "./finding-lines.ts";
import { titleText } from "./finding-words.ts";
import type { GateReport, ReportedFinding, ReportedRoute } from "./gate-report.ts";
import { missingCure, missingWord, stateWord } from "./report-words.ts";
import type { ReportOptions } from "./report-options.ts";
import { xmlText } from "./xml-text.ts";

const COLUMNS = 110;

/**
 * JUnit XML: one test case per route, which fails with what `weir explain` says. Where too little was seen there is one
 * case more, an error.
 */
export function writeJunit(report: GateReport, options: ReportOptions): string {
  const cases = report.routes.map((route) => caseOf(route, report, options));
  const blind = report.missing.map((missing) => ({
    failed: false,
    error: true,
    xml: [
      `    <testcase classname="weir" name="evidence" time="0">`,
      `      <error type="${missing}" message="${xmlText(missingWord(missing, options.language))}">${xmlText(missingCure(missing, options.language))}</error>`,
      "    </testcase>",
    ],
  }));
  const all = [...cases, ...blind];
  const failures = all.filter(({ failed }) => failed).length;
  const counts = `tests="${all.length}" failures="${failures}" errors="${blind.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="weir" ${counts} time="0">`,
    `  <testsuite name="weir" ${counts} skipped="0" time="0">`,
    ...all.flatMap(({ xml }) => xml),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly failed: boolean;
  readonly error: boolean;
  readonly xml: readonly string[];
}

function caseOf(route: ReportedRoute, { findings }: GateReport, { language }: ReportOptions): Case {
  const own = findings.filter(({ finding }) => route.findings.includes(finding.fingerprint));
  const failures = own.filter(({ level, state }) => level === "error" && state !== "too-few");
  const others = own.filter(
    ({ level, state }) => (level === "warn" || state === "review" || state === "known") && state !== "too-few",
  );
  const open = `    <testcase classname="${xmlText(`${route.service}.${route.env}`)}" name="${xmlText(route.key)}" time="${(route.p50 / 1000).toFixed(3)}"`;
  if (failures.length === 0 && others.length === 0) return { failed: false, error: false, xml: [`${open}/>`] };
  return {
    failed: failures.length > 0,
    error: false,
    xml: [
      `${open}>`,
      ...failures.map((item) => failureOf(item, language)),
      ...outputOf(others, language),
      "    </testcase>",
    ],
  };
}

function failureOf({ finding, state }: ReportedFinding, language: ReportOptions["language"]): string {
  const text = findingLines(finding, { language, columns: COLUMNS, evidence: true }).join("\n");
  const message = `${titleText(finding, language)} (${stateWord(state, language)})`;
  return `      <failure type="weir/${finding.kind}" message="${xmlText(message)}">${xmlText(text)}</failure>`;
}

function outputOf(items: readonly ReportedFinding[], language: ReportOptions["language"]): string[] {
  if (items.length === 0) return [];
  const lines = items.map(
    ({ finding, state }) => `${stateWord(state, language)}: ${titleText(finding, language)} [${finding.fingerprint}]`,
  );
  return [`      <system-out>${xmlText(lines.join("\n"))}</system-out>`];
}
