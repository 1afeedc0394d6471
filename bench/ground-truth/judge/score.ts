import type { WaitTruth } from "../truth/case.ts";
import type { JudgedCase } from "./run-judge.ts";
import type { CaseState, LabelState } from "./pair-ledger.ts";
import { type Share, share, upperBound } from "./statistics.ts";

export interface Score {
  readonly method: string;
  readonly n: number;
  readonly cases: number;
  readonly precision: Share;
  readonly recall: Share;
  /** Pairs called needless that are data, guard, order or pace. */
  readonly critical: Share & { readonly upper: number };
  /** Other false ones: pairs that never waited, or that no label speaks of. */
  readonly harmless: number;
  /** Labels by truth, and what was said of them: `proven`, `high`, `medium`, `speculative`, `unknown`, `needed`. */
  readonly table: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const NEEDED: ReadonlySet<WaitTruth> = new Set<WaitTruth>(["data", "guard", "order", "pace"]);

export interface LabelVerdict {
  readonly caseId: string;
  readonly truth: WaitTruth;
  readonly pair: string;
  readonly why: string;
  readonly state: LabelState;
}

/** State of a case after `n` requests; the latest where a case has fewer. */
export function stateAt(judged: JudgedCase, method: string, n: number): CaseState | undefined {
  const states = judged.states[method] ?? [];
  return states.find((state) => state.n === n) ?? states.findLast((state) => state.n <= n);
}

/**
 * Every label with what was said of it after `n` requests of its route; without those whose pair never happened, neither
 * as the upstream saw it nor in any recorded request.
 */
export function labelsAt(cases: readonly JudgedCase[], method: string, n: number): readonly LabelVerdict[] {
  return cases.flatMap((judged) => {
    const labels = stateAt(judged, method, n)?.labels ?? [];
    return judged.one.waits.flatMap((label, at) => {
      const { before, after, truth, why } = label;
      const state = labels[at];
      return state === undefined || !judged.happened.has(label)
        ? []
        : [{ caseId: judged.one.id, truth, pair: `${before} -> ${after}`, why, state }];
    });
  });
}

/** Precision, recall and critical errors over labels. A label counts once, however many requests showed it. */
export function scoreAt(cases: readonly JudgedCase[], method: string, n: number): Score {
  const labels = labelsAt(cases, method, n);
  const ofTruth = (is: (truth: WaitTruth) => boolean): readonly LabelVerdict[] =>
    labels.filter(({ truth }) => is(truth));
  const needless = ofTruth((truth) => truth === "needless");
  const needed = ofTruth((truth) => NEEDED.has(truth));
  const found = needless.filter(({ state }) => state.flagged).length;
  const critical = needed.filter(({ state }) => state.ever).length;
  const notWaiting = ofTruth((truth) => truth === "not-waiting").filter(({ state }) => state.ever).length;
  const unlabelled = cases.reduce((sum, judged) => sum + (stateAt(judged, method, n)?.unlabelled.length ?? 0), 0);
  const harmless = notWaiting + unlabelled;
  return {
    method,
    n,
    cases: cases.length,
    precision: share(found, found + critical + harmless),
    recall: share(found, needless.length),
    critical: { ...share(critical, needed.length), upper: upperBound(critical, needed.length) },
    harmless,
    table: tableOf(labels),
  };
}

function tableOf(labels: readonly LabelVerdict[]): Score["table"] {
  const table: Record<string, Record<string, number>> = {};
  for (const { truth, state } of labels) {
    const row = (table[truth] ??= {});
    const said = saidOf(state);
    row[said] = (row[said] ?? 0) + 1;
  }
  return table;
}

/** Firm needs are `needed`; everything else by its tier. */
function saidOf({ seen, verdict, tier }: LabelState): string {
  if (seen === 0) return "not seen";
  if (verdict === "-") return "-";
  if (tier === "speculative") return "speculative";
  if (verdict === "unknown" || verdict.startsWith("independent")) return tier;
  return "needed";
}
