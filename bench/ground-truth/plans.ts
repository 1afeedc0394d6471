import type { RunPlan } from "./drive/run-plan.ts";
import type { FixtureApp } from "./truth/case.ts";
import { LATENCY_MIXES } from "./upstream/latency.ts";

/** Requests at a time: enough that requests mingle in one process, few enough that two cores still keep the latencies. */
const CONCURRENCY = 6;
const SEED = "7";
/** Of the longest run, the one by which counts are judged. */
const FAILURES = 0.02;

export interface Scale {
  readonly quick: boolean;
  /** Requests per case of the longest run; the others get their share of it. */
  readonly requests: number;
}

/** The runs of one app. The quick mode shows what one mix of latencies and few requests show. */
export function plansOf(app: FixtureApp, { quick, requests }: Scale): readonly RunPlan[] {
  const base = { app, seed: SEED, concurrency: CONCURRENCY, failures: 0 } as const;
  if (quick) {
    return [{ ...base, mix: "plain", users: "many", requests: 10, twins: 5 }];
  }
  const some = Math.min(50, Math.max(10, Math.floor(requests / 5)));
  return [
    { ...base, mix: "jittered", users: "many", requests, twins: Math.min(100, requests), failures: FAILURES },
    { ...base, mix: "plain", users: "one", requests: Math.min(100, requests), twins: 0 },
    ...LATENCY_MIXES.filter((mix) => mix !== "jittered").map((mix): RunPlan => ({
      ...base,
      mix,
      users: "many",
      requests: some,
      twins: some,
    })),
  ];
}
