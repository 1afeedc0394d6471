import { formatMillis, formatShare, say, titleOf } from "@weir/core/messages";
import { findingLines } from "./finding-lines.ts";
import { placeText, plainBlanks, savedText } from "./finding-words.ts";
import type { GateReport, ReportedFinding } from "./gate-report.ts";
import { failing, remaining, warning } from "./report-rows.ts";
import { missingCure, missingWord, stateWord, word } from "./report-words.ts";
import type { ReportOptions } from "./report-options.ts";
import { visibleLines, visibleText } from "./visible-text.ts";

const COLUMNS = 110;
/** Findings shown whole; the others stand in the table. */
const MOST_WHOLE = 20;
const MOST_ROWS = 100;

/** For a pull request, a job summary or a file. Texts from outside cannot leave their code spans. */
export function writeMarkdown(report: GateReport, options: ReportOptions): string {
  const { language } = options;
  const loud = [...failing(report), ...warning(report)];
  const lines = [
    `## Weir: ${word(`result.${report.result}`, {}, language)}`,
    "",
    ...report.missing.flatMap((missing) => [
      `- **${missingWord(missing, language)}.** ${missingCure(missing, language)}`,
    ]),
    ...(report.missing.length > 0 ? [""] : []),
    seenText(report, options),
    "",
    ...loud.slice(0, MOST_WHOLE).flatMap((item) => wholeFinding(item, options)),
    ...tableOf([...loud.slice(MOST_WHOLE), ...remaining(report)], options),
    ...(report.gone.length > 0 ? [word("gone", { n: report.gone.length }, language), ""] : []),
    ...report.expired.map((fingerprint) => `- ${word("expired", { fingerprint: code(fingerprint) }, language)}`),
  ];
  return `${plainBlanks(lines.join("\n")).trimEnd()}\n`;
}

/** How much the result rests on, in one sentence. */
export function seenText({ evidence }: GateReport, { language }: Pick<ReportOptions, "language">): string {
  const { requests, routes, calls, analysedShare } = evidence;
  const parts = [
    word("count.requests", { n: requests }, language),
    word("count.routes", { n: routes }, language),
    ...(calls === undefined ? [] : [word("count.calls", { n: calls }, language)]),
    ...(requests === 0 ? [] : [word("judged", { share: formatShare(analysedShare, language) }, language)]),
  ];
  return plainBlanks(`${word("seen", { what: parts.join(", ") }, language)}.`);
}

function wholeFinding({ finding, state, level, before }: ReportedFinding, { language }: ReportOptions): string[] {
  const was = before === undefined ? "" : ` (${word("before", { before: formatMillis(before, language) }, language)})`;
  return [
    `### ${level === "error" ? "❌" : "⚠️"} ${cell(titleMarkdown(finding, language))}`,
    "",
    `${savedText(finding, language)} · ${say(`tier.${finding.tier}`, {}, language)} · **${stateWord(state, language)}**${was} · ${finding.routes.slice(0, 3).map(code).join(", ")}`,
    "",
    `${code(placeText(finding.place))} · ${code(finding.fingerprint)}`,
    "",
    ...fenced(findingLines(finding, { language, columns: COLUMNS, evidence: false }).slice(4).join("\n"), "text"),
    ...(finding.patch === undefined || finding.patch === ""
      ? []
      : [
          `<details><summary>${word("patch", {}, language)}</summary>`,
          "",
          ...fenced(finding.patch, "diff"),
          "</details>",
          "",
        ]),
  ];
}

function tableOf(items: readonly ReportedFinding[], { language }: ReportOptions): string[] {
  if (items.length === 0) return [];
  const head = ["wait", "place", "saving", "sure", "state"].map((name) =>
    word(`column.${name}` as "column.wait", {}, language),
  );
  const rest = items.length - MOST_ROWS;
  return [
    `<details><summary>${word("all-findings", {}, language)} (${items.length})</summary>`,
    "",
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---|").join("")}`,
    ...items
      .slice(0, MOST_ROWS)
      .map(
        ({ finding, state }) =>
          `| ${cell(titleMarkdown(finding, language))} | ${cell(code(placeText(finding.place)))} | ${savedText(finding, language)} | ${say(`tier.${finding.tier}`, {}, language)} | ${stateWord(state, language)} |`,
      ),
    ...(rest > 0 ? ["", word("more", { n: rest }, language)] : []),
    "",
    "</details>",
    "",
  ];
}

/** A text as a code span that it cannot close. */
function code(text: string): string {
  return `\`${text.replaceAll("`", "ʼ")}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`);
}

/** The sentence of a finding, its names as code: outside of code a name could be a link, a tag or a mention. */
function titleMarkdown(finding: ReportedFinding["finding"], language: ReportOptions["language"]): string {
  const { key, params } = titleOf(finding);
  const name = (text: string): string => code(visibleText(text, 80));
  return say(key, { ...params, call: name(params.call), on: name(params.on) }, language);
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string, language: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence + language, visibleLines(text).replace(/\n$/, ""), fence, ""];
}
