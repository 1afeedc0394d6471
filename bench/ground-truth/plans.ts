import type { RunPlan } from "./drive/run-plan.ts";
import type { FixtureApp } from "./truth/case.ts";
import { LATENCY_MIXES } from "./upstream/latency.ts";

/** Requests at a time: enough that requests mingle in one process, few enough that two cores still keep the latencies. */
const CONCURRENCY = 4;
const SEED = "7";

/** The runs of one app. The quick mode shows what one mix of latencies and few requests show. */
export function plansOf(app: FixtureApp, quick: boolean): readonly RunPlan[] {
  const base = { app, seed: SEED, concurrency: CONCURRENCY } as const;
  if (quick) {
    return [
      { ...base, mix: "plain", users: "many", requests: 10, twins: 6 },
      { ...base, mix: "plain", users: "one", requests: 3, twins: 0 },
    ];
  }
  return [
    { ...base, mix: "jittered", users: "many", requests: 1000, twins: 100, concurrency: 8 },
    { ...base, mix: "plain", users: "one", requests: 100, twins: 0 },
    ...LATENCY_MIXES.filter((mix) => mix !== "jittered").map((mix): RunPlan => ({
      ...base,
      mix,
      users: "many",
      requests: 50,
      twins: 50,
    })),
  ];
}
