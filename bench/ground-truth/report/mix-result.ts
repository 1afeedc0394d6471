import type { CapturedRun } from "../drive/capture-run.ts";
import { CHECKPOINTS } from "../judge/checkpoints.ts";
import type { JudgedCase, JudgedRun } from "../judge/run-judge.ts";
import { labelsAt, scoreAt, type Score, stateAt } from "../judge/score.ts";
import { bootstrapMedian, quantile, share } from "../judge/statistics.ts";
import type { Variant } from "../replay/variant.ts";
import type { FindingsResult, MixResult, SavingsResult, WaitsResult } from "./result.ts";

/** A run of one app, judged once per variant. */
export interface JudgedCapture {
  readonly captured: CapturedRun;
  readonly judged: Partial<Readonly<Record<Variant, JudgedRun>>>;
}

/** Adds up the runs of one mix over all apps. */
export function mixResult(captures: readonly JudgedCapture[]): MixResult {
  const [first] = captures;
  if (first === undefined) throw new Error("a mix without a run");
  const { mix, users, requests } = first.captured.plan;
  const points = CHECKPOINTS.filter((n) => n <= requests);
  const of = (variant: Variant): readonly JudgedCase[] =>
    captures.flatMap(({ judged }) => judged[variant]?.cases ?? []);
  const everything = of("everything");
  const scores: Record<string, readonly Score[]> = {};
  for (const method of Object.keys(everything[0]?.states ?? {}))
    scores[method] = points.map((n) => scoreAt(everything, method, n));
  for (const variant of ["no-source", "no-values", "no-lineage"] as const) {
    const cases = of(variant);
    for (const method of Object.keys(cases[0]?.states ?? {})) {
      const name = method === "weir" ? `weir ${variant}` : `${variant} ${method}`;
      scores[name] = points.map((n) => scoreAt(cases, method, n));
    }
  }
  const needed = labelsAt(everything, "weir", requests).flatMap(({ truth, state }) =>
    truth === "needless" ? (state.needed ?? []) : [],
  );
  return {
    mix,
    users,
    runs: captures.map(({ captured }) => runOf(captured)),
    scores,
    waits: {
      everything: waitsOf(captures, "everything"),
      "no-source": waitsOf(captures, "no-source"),
      "no-values": waitsOf(captures, "no-values"),
      "no-lineage": undefined,
    },
    findings: findingsOf(everything),
    savings: savingsOf(everything),
    requestsNeeded: {
      p50: quantile(needed, 0.5),
      p90: quantile(needed, 0.9),
      max: quantile(needed, 1),
      of: needed.length,
    },
  };
}

function runOf({
  plan,
  sent,
  unexpected,
  spans,
  dropped,
  unknown,
  seconds,
  load,
}: CapturedRun): MixResult["runs"][number] {
  return { app: plan.app, requests: plan.requests, sent, unexpected, spans, dropped, unknown, seconds, load };
}

function waitsOf(captures: readonly JudgedCapture[], variant: Variant): WaitsResult | undefined {
  const counts = captures.flatMap(({ judged }) => judged[variant]?.waits ?? []);
  if (counts.length === 0) return undefined;
  const sum = (key: "waitingAndSaid" | "waitingNotSaid" | "notWaitingButSaid" | "unrecorded"): number =>
    counts.reduce((total, count) => total + count[key], 0);
  const said = sum("waitingAndSaid");
  return {
    precision: share(said, said + sum("notWaitingButSaid")),
    recall: share(said, said + sum("waitingNotSaid")),
    unrecorded: sum("unrecorded"),
    wrong: Object.fromEntries(counts.flatMap(({ wrong }) => [...wrong])),
  };
}

function findingsOf(cases: readonly JudgedCase[]): FindingsResult {
  const perCase = cases.flatMap(({ one, found }) =>
    found.map(({ wanted, ...rest }) => ({ id: one.id, wantedKind: wanted.kind, ...rest })),
  );
  const found = perCase.filter((one) => one.found);
  return {
    found: share(found.length, perCase.length),
    kindRight: share(found.filter(({ kindRight }) => kindRight).length, found.length),
    placeRight: share(found.filter(({ placeRight }) => placeRight).length, found.length),
    critical: cases.flatMap(({ one, criticalFixes }) => criticalFixes.map((fix) => `${one.id}: ${fix}`)),
    falseFixes: cases.flatMap(({ one, falseFixes }) => falseFixes.map((fix) => `${one.id}: ${fix}`)),
    perCase,
  };
}

function savingsOf(cases: readonly JudgedCase[]): SavingsResult | undefined {
  const perCase = cases.flatMap((judged) => {
    if (judged.saving === undefined) return [];
    return [{ id: judged.one.id, complete: isComplete(judged), ...judged.saving }];
  });
  if (perCase.length === 0) return undefined;
  const errors = (end: "low" | "middle" | "high", some = perCase): readonly number[] =>
    some.map(({ error }) => error[end]);
  return {
    low: bootstrapMedian(errors("low")),
    middle: bootstrapMedian(errors("middle")),
    high: bootstrapMedian(errors("high")),
    completeMiddle: bootstrapMedian(
      errors(
        "middle",
        perCase.filter(({ complete }) => complete),
      ),
    ),
    inside: share(perCase.filter(({ inside }) => inside).length, perCase.length),
    agrees: share(perCase.filter(({ agrees }) => agrees).length, perCase.length),
    perCase,
  };
}

function isComplete(judged: JudgedCase): boolean {
  const labels = stateAt(judged, "weir", judged.requests)?.labels ?? [];
  return judged.one.waits.every(({ truth }, at) => truth !== "needless" || labels[at]?.flagged === true);
}
