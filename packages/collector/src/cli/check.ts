import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { formatMillis, say as term } from "@weir/core/messages";
import { writeBaseline } from "../report/baseline.ts";
import type { GateReport, ReportedFinding } from "../report/gate-report.ts";
import { traceLines } from "../report/trace-lines.ts";
import { relationText } from "../report/finding-lines.ts";
import { placeText, plainBlanks, savedText, titleText } from "../report/finding-words.ts";
import { failing, warning } from "../report/report-rows.ts";
import { missingCure, missingWord, stateWord, word } from "../report/report-words.ts";
import { wrapText } from "../report/wrap-text.ts";
import { seenText } from "../report/write-markdown.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { reasonLines } from "./reason-lines.ts";
import { EXIT } from "./exit-code.ts";
import { GATE_FLAGS, runGate } from "./gate-run.ts";
import { publishToGithub } from "./github.ts";
import type { Terminal } from "./terminal.ts";

/** Findings shown with their timeline; the others take a line. */
const MOST_WHOLE = 5;
const MOST_LINES = 20;
/** Below this share of judged requests a reader should know why the others were not. */
const CLEAR_FROM = 0.9;

export const check: Command = {
  name: "check",
  flags: {
    ...GATE_FLAGS,
    "write-baseline": { type: "text", value: "file", about: "flag.write-baseline" },
    "no-fail": { type: "switch", about: "flag.no-fail" },
  },
  operands: { label: "FILE…", min: 0, max: 1_000 },
  examples: [
    "weir check                         # the last capture",
    "weir check traces.jsonl.gz --baseline weir.baseline.json",
    "weir check --url http://localhost:4318 --env staging",
    "weir check --write-baseline weir.baseline.json",
  ],
  run: runCheck,
};

async function runCheck(line: CommandLine, terminal: Terminal): Promise<number> {
  const { report, survey, config, observed } = await runGate(line, terminal);
  try {
    const baseline = textFlag(line.flags, "write-baseline");
    if (baseline !== undefined) {
      const kept = report.findings.filter(
        ({ state }) => state !== "accepted" && state !== "review" && state !== "small",
      );
      const fingerprints = new Set(kept.map(({ finding }) => finding.fingerprint));
      const findings = survey.findings.filter(({ fingerprint }) => fingerprints.has(fingerprint));
      writeFileSync(resolve(terminal.cwd, baseline), writeBaseline(findings, config.estimator));
      terminal.note(`weir: ${terminal.say("check.baseline-written", { path: baseline, n: findings.length })}`);
      return report.missing.length > 0 && report.evidence.requests === 0 ? EXIT.noEvidence : EXIT.ok;
    }
    if (terminal.json) terminal.printJson(report);
    else for (const text of checkLines(report, terminal)) terminal.print(text);
    publishToGithub(report, line, terminal);
    return exitCode(report, config.onNoData, line.flags["no-fail"] === true, terminal);
  } finally {
    await observed.close();
  }
}

function exitCode({ result }: GateReport, onNoData: "fail" | "warn", noFail: boolean, terminal: Terminal): number {
  if (result === "passed") return EXIT.ok;
  if (result === "no-evidence") return onNoData === "fail" ? EXIT.noEvidence : EXIT.ok;
  if (noFail) terminal.note(`weir: ${terminal.say("check.no-fail")}`);
  return noFail ? EXIT.ok : EXIT.failed;
}

function checkLines(report: GateReport, terminal: Terminal): string[] {
  const { language } = terminal;
  const [errors, warnings] = [failing(report), warning(report)];
  const whole = [...errors, ...warnings].slice(0, MOST_WHOLE);
  const short = [...errors, ...warnings].slice(MOST_WHOLE, MOST_LINES);
  const rest = errors.length + warnings.length - whole.length - short.length;
  return [
    headline(report, errors.length, warnings.length, terminal),
    "",
    ...whole.flatMap((item) => [...findingBlock(item, terminal), ""]),
    ...short.map(
      ({ finding }) => `  ${savedText(finding, language)}  ${titleText(finding, language)}  ${finding.fingerprint}`,
    ),
    ...(rest > 0 ? [`  ${word("more", { n: rest }, language)}`] : []),
    ...(short.length > 0 ? [""] : []),
    ...tooFewLines(report, terminal),
    ...wrapText(seenText(report, { language }), terminal.columns),
    ...(report.evidence.analysedShare < CLEAR_FROM || terminal.verbose ? reasonLines(report, terminal) : []),
    ...missingLines(report, terminal),
    ...otherLines(report, terminal),
  ];
}

function headline({ result }: GateReport, errors: number, warnings: number, terminal: Terminal): string {
  const { language } = terminal;
  if (result === "no-evidence") {
    return terminal.style("yellow", terminal.say("check.no-result", { mark: "✗" }));
  }
  const warned = warnings === 0 ? "" : `, ${word("result.warns", { n: warnings }, language)}`;
  if (result === "failed") {
    return terminal.style(
      "red",
      terminal.say("check.failed", { mark: "✗", what: word("result.counts", { n: errors }, language) + warned }),
    );
  }
  return terminal.style(
    "green",
    terminal.say("check.passed", { mark: "✓", what: word("result.clean", {}, language) + warned }),
  );
}

function findingBlock({ finding, state, before, level }: ReportedFinding, terminal: Terminal): string[] {
  const { language, columns, style } = terminal;
  const was =
    before === undefined
      ? ""
      : ` (${word("before", { before: plainBlanks(formatMillis(before, language)) }, language)})`;
  const { timeline } = finding;
  const own = timeline?.whatIf.findings.find(({ fingerprint }) => fingerprint === finding.fingerprint)?.calls;
  return [
    ...wrapText(titleText(finding, language), columns - 2).map(
      (text) => `  ${style(level === "error" ? "red" : "yellow", text)}`,
    ),
    ...wrapText(
      `${finding.routes.slice(0, 2).join(", ")} · ${savedText(finding, language)} · ${term(`tier.${finding.tier}`, {}, language)} · ${stateWord(state, language)}${was}`,
      columns - 2,
    ).map((text) => `  ${text}`),
    `  ${style("cyan", placeText(finding.place))}`,
    ...(timeline === undefined
      ? []
      : traceLines(timeline, {
          language,
          columns: columns - 4,
          relation: (relation) => relationText(relation, language),
          rest: (n) => word("more", { n }, language),
          ...(own === undefined ? {} : { only: own }),
        }).map((text) => `    ${text}`)),
    ...wrapText(terminal.say("check.next", { fingerprint: finding.fingerprint }), columns - 2).map(
      (text) => `  ${style("dim", text)}`,
    ),
  ];
}

function tooFewLines({ findings, minRequests }: GateReport, { language }: Terminal): string[] {
  return findings
    .filter(({ state, level }) => state === "too-few" && level === "error")
    .slice(0, MOST_LINES)
    .map(
      ({ finding }) =>
        `  ${titleText(finding, language)} (${word("needs-requests", { n: finding.requests, needed: minRequests }, language)}): ${finding.routes[0] ?? ""}`,
    );
}

function missingLines({ missing }: GateReport, terminal: Terminal): string[] {
  const { language, columns } = terminal;
  return missing.flatMap((one) =>
    wrapText(`${missingWord(one, language)}. ${missingCure(one, language)}`, columns - 2).map((text) =>
      terminal.style("yellow", text),
    ),
  );
}

function otherLines({ findings, gone, expired }: GateReport, { say, language }: Terminal): string[] {
  const count = (state: ReportedFinding["state"]): number => findings.filter((item) => item.state === state).length;
  const [known, accepted, review] = [count("known"), count("accepted"), count("review")];
  return [
    ...(known > 0 ? [say("check.known", { n: known })] : []),
    ...(accepted > 0 ? [say("check.accepted", { n: accepted })] : []),
    ...(review > 0 ? [say("check.review", { n: review })] : []),
    ...(gone.length > 0 ? [word("gone", { n: gone.length }, language)] : []),
    ...expired.map((fingerprint) => word("expired", { fingerprint }, language)),
  ];
}
