import type { RunPlan } from "./drive/run-plan.ts";
import type { FixtureApp } from "./truth/case.ts";

/** Requests at a time: enough that requests mingle in one process, few enough that two cores still keep the latencies. */
const CONCURRENCY = 6;
/** Where only counts are read from the run, a full machine is no harm. */
const CROWD = 16;
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
  const some = Math.min(30, requests);
  const hundred = Math.min(100, requests);
  return [
    { ...base, mix: "brisk", users: "many", requests, twins: 0, failures: FAILURES, concurrency: CROWD },
    { ...base, mix: "brisk", users: "one", requests: hundred, twins: 0, concurrency: CROWD },
    { ...base, mix: "jittered", users: "many", requests: hundred, twins: some, failures: FAILURES },
    ...(["plain", "heavy-tail", "fast", "slow-dependency"] as const).map((mix): RunPlan => ({
      ...base,
      mix,
      users: "many",
      requests: some,
      twins: some,
    })),
  ];
}
