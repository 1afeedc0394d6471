import type { FindingDetail } from "@weir/core";
import { formatMillis, formatRange, type Language, say } from "@weir/core/messages";
import { channelText, type Relation } from "./call-relation.ts";
import { placeText, plainBlanks, savedText, titleText } from "./finding-words.ts";
import { word } from "./report-words.ts";
import { shortName, traceLines } from "./trace-lines.ts";
import { visibleText } from "./visible-text.ts";
import { wrapText } from "./wrap-text.ts";

export interface FindingLinesOptions {
  readonly language: Language;
  readonly columns: number;
  /** With the evidence of every channel, not only the verdicts. */
  readonly evidence: boolean;
}

const CHANNELS = ["data", "control", "order", "pace", "source"] as const;

/** A finding as text: what waits for what, the request it was seen in, why Weir thinks so, and what to do. */
export function findingLines(finding: FindingDetail, options: FindingLinesOptions): string[] {
  const { language, columns } = options;
  return [
    titleText(finding, language),
    `${savedText(finding, language)} · ${say(`tier.${finding.tier}`, {}, language)} · ${word("requests", { n: finding.requests }, language)}`,
    ...(finding.place === undefined ? [] : [placeText(finding.place)]),
    "",
    ...timelineOf(finding, options),
    ...finding.edges.flatMap((edge) => [
      word(
        "pair",
        {
          ...pairNumbers(finding, edge),
          verdict: say(`verdict.${edge.verdict}`, {}, language),
          tier: say(`tier.${edge.tier}`, {}, language),
        },
        language,
      ),
      ...(options.evidence
        ? CHANNELS.flatMap((name) => indented(channelText(name, edge.channels[name], language), columns))
        : []),
    ]),
    ...(options.evidence ? changesOf(finding, options) : []),
    "",
    ...togetherLines(finding, language).flatMap((line) => wrapText(line, columns)),
  ];
}

function timelineOf(finding: FindingDetail, options: FindingLinesOptions): string[] {
  const { language, columns } = options;
  const { timeline } = finding;
  if (timeline === undefined) return [];
  const after = plainBlanks(formatRange(timeline.whatIf.duration, language));
  const request = word(
    "request-line",
    { duration: plainBlanks(formatMillis(timeline.duration, language)), after },
    language,
  );
  return [
    `${visibleText(timeline.routeKey, 120)} · ${request}`,
    ...traceLines(timeline, {
      language,
      columns,
      relation: (relation) => relationText(relation, language),
      rest: (n) => word("more", { n }, language),
    }),
    "",
  ];
}

export function relationText(relation: Relation, language: Language): string {
  if (relation.kind === "needs") {
    const key = relation.why === "" ? "relation.needs" : "relation.needs.value";
    return word(key, { on: relation.on, why: relation.why }, language);
  }
  return word(`relation.${relation.kind}`, { on: relation.on.join(", ") }, language);
}

/** Numbers as the timeline above counts, where there is one. */
function pairNumbers(
  finding: FindingDetail,
  { from, to }: { readonly from: number; readonly to: number },
): { from: number; to: number } {
  return { from: numberOf(finding, from), to: numberOf(finding, to) };
}

function numberOf({ timeline, fingerprint }: FindingDetail, index: number): number {
  const own = timeline?.whatIf.findings.find((one) => one.fingerprint === fingerprint)?.calls;
  return (own?.[index] ?? index) + 1;
}

function changesOf({ wouldChange }: FindingDetail, { language, columns }: FindingLinesOptions): string[] {
  const texts = wouldChange.map(({ reason, detail }) => say(reason, detail ?? {}, language));
  return [...new Set(texts)].flatMap((reason) => indented(word("would-change", { reason }, language), columns));
}

const FREE = new Set(["independent", "independent-by-rewrite"]);

/** Which calls the fix lets start at one moment, and which one earlier than now; by the numbers of the timeline. */
export function togetherLines(finding: FindingDetail, language: Language): string[] {
  const names = (indices: readonly number[]): string =>
    indices.map((index) => `${numberOf(finding, index)} ${shortCall(finding.calls[index]?.call)}`).join(", ");
  return finding.startTogether.map((group) => {
    const needed = finding.edges
      .filter(({ from, to, verdict }) => group.includes(to) && !group.includes(from) && !FREE.has(verdict))
      .map(({ from }) => from);
    const after = names([...new Set(needed)].sort((a, b) => a - b));
    const form = group.length === 1 ? "sooner" : finding.kind === "loop" ? "rounds" : "together";
    return word(after === "" ? form : `${form}.after`, { calls: names(group), after }, language);
  });
}

/** Without the host: the number tells calls apart. */
function shortCall(call: string = ""): string {
  return visibleText(shortName(call), 80);
}

function indented(text: string, columns: number): string[] {
  return wrapText(text, columns - 4).map((line, index) => (index === 0 ? "  " : "    ") + line);
}
