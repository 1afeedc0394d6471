import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { observeOrder } from "./order.ts";
import { observePace } from "./pace.ts";
import { fieldOf } from "./profile.ts";
import type { SourceFact } from "./source-fact.ts";
import { observeSource, relationField } from "./source.ts";
import { WAITS_FIELDS, waitsOn } from "./waits-on.ts";

/** Requests in which the pair was seen in this order. */
export const SEEN_FIELD = "seen";

/** What one request shows about one ordered pair of its calls, as counts. */
export function observePair(_request: Request, from: Call, to: Call, fact: SourceFact | undefined): PairProfile {
  const observed = new Map<string, number>([[SEEN_FIELD, 1]]);
  const add = (field: string | undefined): void => {
    if (field !== undefined) observed.set(field, (observed.get(field) ?? 0) + 1);
  };
  add(WAITS_FIELDS[waitsOn(from, to, fact)]);
  add(relationField(fact));
  add(fieldOf(observeOrder(from, to)));
  add(fieldOf(observePace(from, to, fact?.kind === "loop")));
  add(fieldOf(observeSource(fact)));
  return observed;
}
