import type { LabelVerdict, Score } from "../judge/score.ts";
import type { Estimate, Share } from "../judge/statistics.ts";
import type { GroundTruthResult, MixResult } from "./result.ts";

/** The report a person reads: what was measured against the targets, then what was missed and why. */
export function writeMarkdown(result: GroundTruthResult): string {
  return [
    "# Ground truth",
    "",
    `${result.at}, commit ${result.commit}${result.dirty ? " with changes" : ""}, Node ${result.node}, ${result.cpus}, ${result.mode} mode.`,
    "",
    `${total(result.cases)} cases (${counts(result.cases)}), ${total(result.labels)} labelled waits (${counts(result.labels)}).`,
    "Intervals are 95 %: Wilson for shares, Clopper–Pearson for the upper bound of critical errors, bootstrap for medians.",
    "A label counts once, however many requests showed it.",
    ...result.mixes.flatMap(mix),
    ...lineage(result),
    ...outside(result),
    "",
    "## Critical errors",
    "",
    ...(result.critical.length === 0 ? ["None."] : result.critical.map(verdict)),
    "",
    "## Missed",
    "",
    ...(result.missed.length === 0 ? ["None."] : result.missed.map(verdict)),
    "",
    "## Missed without source",
    "",
    ...withoutSource(result.missedWithoutSource),
    "",
    "## Left out: pairs that never happened in this traffic",
    "",
    ...(result.notHappened.length === 0 ? ["None."] : result.notHappened.map((label) => `- ${label}`)),
    "",
  ].join("\n");
}

function mix(one: MixResult): readonly string[] {
  const { findings, savings, requestsNeeded: needed } = one;
  const waits = one.waits.everything;
  return [
    "",
    `## ${one.mix} latencies, ${one.users} user${one.users === "many" ? "s" : ""}`,
    "",
    `${one.runs.map(({ app, sent, spans, dropped, seconds, load }) => `${app}: ${sent} requests, ${spans} spans${dropped > 0 ? `, ${dropped} dropped` : ""}, ${seconds.toFixed(0)} s, load ${load.toFixed(1)}`).join("; ")}.`,
    "",
    "| method | n | critical errors (upper bound) | precision | recall | other false |",
    "|---|---|---|---|---|---|",
    ...Object.entries(one.scores).flatMap(([method, scores]) => scores.map((score) => scoreRow(method, score))),
    "",
    ...(waits === undefined
      ? []
      : [
          `Waits-on by lineage: precision ${percent(waits.precision)}, recall ${percent(waits.recall)}.`,
          ...Object.entries(waits.wrong).map(([pair, times]) => `- wrong ${times} times: ${pair}`),
        ]),
    `Findings: ${percent(findings.found)} found, kind right ${percent(findings.kindRight)}, place right ${percent(findings.placeRight)}; ` +
      `${findings.falseFixes.length} false, ${findings.critical.length} that would start a call with one it needs.`,
    ...findings.critical.map((fix) => `- **critical** ${fix}`),
    ...findings.falseFixes.map((fix) => `- false ${fix}`),
    `Requests until a needless wait was flagged for good: median ${whole(needed.p50)}, p90 ${whole(needed.p90)}, at most ${whole(needed.max)} (${needed.of} pairs).`,
    ...(savings === undefined
      ? []
      : [
          `Saving against the measured twin, median absolute error: middle of the interval ${error(savings.middle)}, lower end ${error(savings.low)}, upper end ${error(savings.high)}; ` +
            `where every needless wait was found ${error(savings.completeMiddle)}. Measured inside the interval: ${percent(savings.inside)}; no more apart than chance explains (95 % intervals of the medians): ${percent(savings.agrees)}.`,
          "",
          "| case | predicted ms | measured ms (95 %) | error of the middle | agrees | all found |",
          "|---|---|---|---|---|---|",
          ...[...savings.perCase]
            .sort((a, b) => b.error.middle - a.error.middle)
            .map(
              ({ id, predicted, measured, spread, agrees, error: { middle }, complete }) =>
                `| ${id} | ${predicted.low.toFixed(1)}–${predicted.high.toFixed(1)} | ${measured.toFixed(1)} (${spread.measured.low.toFixed(1)}–${spread.measured.high.toFixed(1)}) | ${(middle * 100).toFixed(0)} % | ${agrees ? "yes" : "no"} | ${complete ? "yes" : "no"} |`,
            ),
        ]),
  ];
}

function scoreRow(method: string, { n, critical, precision, recall, harmless }: Score): string {
  const bound = `${critical.hits} of ${critical.of} (≤ ${(critical.upper * 100).toFixed(1)} %)`;
  return `| ${method} | ${n} | ${bound} | ${percent(precision)} | ${percent(recall)} | ${harmless} |`;
}

function lineage({
  lineage: { programs, calls, pairs, precision, recall, silent, lost },
}: GroundTruthResult): readonly string[] {
  return [
    "",
    "## Did B wait for A, in random programs",
    "",
    `${programs} programs, ${calls} calls over HTTP, ${pairs} ordered pairs: precision ${percent(precision)}, recall ${percent(recall)} where lineage speaks; ` +
      `silent on ${percent(silent)} of the pairs that wait. ${lost} programs lost.`,
  ];
}

function outside({ outside: results }: GroundTruthResult): readonly string[] {
  if ("leftOut" in results) return ["", "## Traces nobody here made", "", `Left out: ${results.leftOut}`];
  return [
    "",
    "## Traces nobody here made",
    "",
    "| file | traces | requests | calls | pairs | flagged | reasons |",
    "|---|---|---|---|---|---|---|",
    ...results.map(
      ({ file, traces, requests, calls, pairs, flagged, reasons }) =>
        `| ${file} | ${traces} | ${requests} | ${calls} | ${pairs} | ${flagged} | ${counts(reasons)} |`,
    ),
  ];
}

function verdict({ caseId, pair, truth, why, state }: LabelVerdict): string {
  return `- \`${caseId}\` ${pair} is *${truth}*: ${why} Weir: ${state.seen === 0 ? "not seen" : `${state.verdict}, ${state.tier} (${state.reasons.join(", ")})`}.`;
}

const CHANNELS = ["data", "control", "order", "pace"] as const;

/** By what stood in the way, then one by one. */
function withoutSource(missed: readonly LabelVerdict[]): readonly string[] {
  if (missed.length === 0) return ["None, or not judged."];
  const rows = CHANNELS.map((name, at) => {
    const reasons = missed.flatMap(({ state }) => state.reasons[at] ?? []);
    const named = [...new Set(reasons)].map(
      (reason) => [reason, reasons.filter((one) => one === reason).length] as const,
    );
    return `- ${name}: ${counts(Object.fromEntries(named))}`;
  });
  return [`${missed.length} pairs; what each channel said of them:`, "", ...rows, "", ...missed.map(verdict)];
}

function percent({ hits, of, value, low, high }: Share): string {
  if (of === 0) return "–";
  return `${(value * 100).toFixed(1)} % (${hits}/${of}, ${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)})`;
}

function error({ value, low, high, of }: Estimate): string {
  if (of === 0) return "–";
  return `${(value * 100).toFixed(1)} % (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)}, ${of} cases)`;
}

function whole(value: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(0);
}

function total(of: Readonly<Record<string, number>>): number {
  return Object.values(of).reduce((sum, count) => sum + count, 0);
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}
