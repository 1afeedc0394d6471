import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { observeControl, priorGuard } from "./control.ts";
import { observeData } from "./data-facts.ts";
import { observeOrder, type Transactions } from "./order.ts";
import { observePace } from "./pace.ts";
import { addCount, fieldOf, type ProfileBuilder } from "./profile.ts";
import type { SourceFact } from "./source-fact.ts";
import { FAIL_FAST_FIELD, observeSource, relationField } from "./source.ts";
import { WAITS_FIELDS, waitsOn } from "./waits-on.ts";

/** Requests in which the pair was seen in this order. */
export const SEEN_FIELD = "seen";

/** Names or places that suggest a guard, before anything was seen. */
export const PRIOR_FIELDS = {
  "control.prior-name": "prior|name",
  "control.prior-hook": "prior|hook",
} as const;

export interface Observed {
  readonly request: Request;
  readonly from: Call;
  readonly to: Call;
  readonly fact: SourceFact | undefined;
  readonly transactions: Transactions;
  /** The first such pair of its request: what is counted per request is counted here, a loop's other pairs are left out. */
  readonly first: boolean;
  /** A was made exactly once in the request, so that its outcome is the request's. */
  readonly single: boolean;
}

/** What one request shows about one ordered pair of its calls, as counts. */
export function observePair({ request, from, to, fact, transactions, first, single }: Observed): PairProfile {
  const observed: ProfileBuilder = new Map();
  const relation = relationField(fact);
  const prior = priorGuard(from, to);
  addCount(observed, WAITS_FIELDS[waitsOn(from, to, fact)]);
  if (relation !== undefined) addCount(observed, relation);
  if (fact?.failFast === true) addCount(observed, FAIL_FAST_FIELD);
  if (prior !== undefined) addCount(observed, PRIOR_FIELDS[prior]);
  addCount(observed, fieldOf(observeOrder(from, to, transactions)));
  addCount(observed, fieldOf(observePace(from, to, fact?.kind === "loop")));
  addCount(observed, fieldOf(observeSource(fact)));
  if (first) addCount(observed, SEEN_FIELD);
  if (first && single) observeControl(observed, request, from);
  observeData(observed, request, from, to);
  return observed;
}
