import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { priorGuard } from "./control.ts";
import { ValueObserver } from "./data-facts.ts";
import { observeOrder, Transactions } from "./order.ts";
import { Outcomes } from "./outcomes.ts";
import { observePace } from "./pace.ts";
import { addCount, fieldOf, type ProfileBuilder } from "./profile.ts";
import type { SourceFact } from "./source-fact.ts";
import { FAIL_FAST_FIELD, observeSource, relationField } from "./source.ts";
import { WAITS_FIELDS, type WaitsOn } from "./waits-on.ts";

/** Requests in which the pair was seen in this order. */
export const SEEN_FIELD = "seen";

/** Both calls ask the same: they may be turns of one loop, or of a function that calls itself. */
export const ALIKE_FIELD = "alike";

/** Names or places that suggest a guard, before anything was seen. */
export const PRIOR_FIELDS = {
  "control.prior-name": "prior|name",
  "control.prior-hook": "prior|hook",
} as const;

export interface Observed {
  readonly from: Call;
  readonly to: Call;
  readonly fact: SourceFact | undefined;
  readonly waits: WaitsOn;
  /** The first such pair of its request: what is counted per request is counted here, a loop's other pairs are left out. */
  readonly first: boolean;
  /** A was made exactly once in the request, so that its outcome is the request's. */
  readonly single: boolean;
}

/** What one request shows about each ordered pair of its calls, as counts. */
export class PairObserver {
  readonly #transactions: Transactions;
  readonly #values: ValueObserver;
  readonly #outcomes: Outcomes;

  constructor(request: Request) {
    this.#transactions = new Transactions(request.calls);
    this.#values = new ValueObserver(request);
    this.#outcomes = new Outcomes(request);
  }

  observe({ from, to, fact, waits, first, single }: Observed): PairProfile {
    const observed: ProfileBuilder = new Map();
    const relation = relationField(fact);
    const prior = priorGuard(from, to);
    addCount(observed, WAITS_FIELDS[waits]);
    if (relation !== undefined) addCount(observed, relation);
    if (fact?.failFast === true) addCount(observed, FAIL_FAST_FIELD);
    if (prior !== undefined) addCount(observed, PRIOR_FIELDS[prior]);
    addCount(observed, fieldOf(observeOrder(from, to, this.#transactions)));
    addCount(observed, fieldOf(observePace(from, to, fact?.kind === "loop")));
    addCount(observed, fieldOf(observeSource(fact)));
    if (first) addCount(observed, SEEN_FIELD);
    if (from.method === to.method && from.target === to.target) addCount(observed, ALIKE_FIELD);
    if (first && single) this.#outcomes.observe(observed, from);
    this.#values.observe(observed, from, to);
    return observed;
  }
}
