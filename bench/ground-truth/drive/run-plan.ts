import type { LatencyMix } from "../upstream/latency.ts";
import type { Case, FixtureApp, Visit, VisitRequest } from "../truth/case.ts";
import { uniforms } from "../upstream/latency.ts";

/** One run of one app's traffic: a capture file of its own. */
export interface RunPlan {
  readonly app: FixtureApp;
  readonly mix: LatencyMix;
  readonly users: "many" | "one";
  /** Requests per case, and per twin. */
  readonly requests: number;
  readonly twins: number;
  readonly concurrency: number;
  /** Share of all upstream calls that fail, 0 to 1: without failures no count can refute a guard. */
  readonly failures: number;
  readonly seed: string;
}

export interface PlannedVisit {
  readonly id: string;
  readonly role: "case" | "twin";
  readonly request: VisitRequest;
  readonly statuses: readonly number[];
}

/** Users of many-user traffic: 0 to 199, as a case's `request` expects them. */
const USERS = 200;

export function runName({ app, mix, users }: RunPlan): string {
  return `${app}-${mix}-${users}`;
}

/** Every visit of a run, the routes interleaved as in real traffic: round for round, in an order of its own each time. */
export function* plannedVisits(cases: readonly Case[], plan: RunPlan): Generator<PlannedVisit> {
  const rounds = Math.max(plan.requests, plan.twins);
  for (let round = 0; round < rounds; round++) {
    const random = uniforms(`${plan.seed} ${runName(plan)} ${round}`);
    const ofRound = cases.flatMap((one) => {
      const visit: Visit = plan.users === "one" ? { user: 0, n: 0 } : { user: Math.floor(random() * USERS), n: round };
      const { id, statuses = [200] } = one;
      const serial =
        round < plan.requests ? [{ id, role: "case" as const, request: one.request(visit), statuses }] : [];
      if (one.twin === undefined || round >= plan.twins) return serial;
      return [...serial, { id, role: "twin" as const, request: one.twin(visit), statuses }];
    });
    yield* shuffled(ofRound, random);
  }
}

/** Fisher–Yates. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other] as Item, mixed[at] as Item];
  }
  return mixed;
}
