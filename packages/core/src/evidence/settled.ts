import type { PairProfile } from "../analysis/request-analysis.ts";
import { judgeUnrefused, UNREFUSED } from "./control.ts";
import { type Decision, decideFrom } from "./decide.ts";
import { EvidenceSum } from "./evidence-sum.ts";
import { FAIL_FAST_FIELD, ownSource } from "./source.ts";
import { ALIKE_FIELD, SEEN_FIELD } from "./observe.ts";
import { BESIDE_FIELD, isUnwaited, type OwnWait } from "./waits-on.ts";

/**
 * A pair whose verdict is the same however often this is seen. Most requests show what all before them showed: that two
 * calls were made, one after the other, and what the source says of them. Such counts grow with every request and decide
 * nothing but the numbers that are told of control flow, so the decision is made once and kept with the look of a request.
 */
export interface Settled {
  readonly decision: Decision;
  readonly unwaited: boolean;
  /** What one request counts of A's site, and of the pair. */
  readonly tally: PairProfile;
  readonly pair: PairProfile;
}

/** Where a verdict asks only whether these were ever counted. Values and refusals are asked for how often. */
const PRESENCE = /^(?:waits\||relation\||prior\|)/;
const PRESENCE_FIELDS: ReadonlySet<string> = new Set([FAIL_FAST_FIELD, SEEN_FIELD, ALIKE_FIELD, BESIDE_FIELD]);
/** Several observations of one channel are weighed by how often each was made; of one there is nothing to weigh. */
const WEIGHED = ["order|", "pace|", "source|"] as const;
const [MADE, ACCEPTED] = ["then|ok", "from|ok"] as const;
const NOTHING: PairProfile = new Map();

/** `undefined` where counts decide. */
export function settle(own: OwnWait, pair: PairProfile, tally: PairProfile = NOTHING): Settled | undefined {
  for (const field of tally.keys()) if (field !== ACCEPTED) return undefined;
  if (![...pair.keys()].every(isIdle)) return undefined;
  if (WEIGHED.some((channel) => [...pair.keys()].filter((field) => field.startsWith(channel)).length > 1))
    return undefined;
  const evidence = EvidenceSum.of(tally, pair);
  const decision = decideFrom(evidence, { waits: own.waits, source: ownSource(own.fact) });
  return { decision, unwaited: isUnwaited(evidence, own), tally, pair };
}

function isIdle(field: string): boolean {
  return (
    field === MADE ||
    PRESENCE_FIELDS.has(field) ||
    PRESENCE.test(field) ||
    WEIGHED.some((channel) => field.startsWith(channel))
  );
}

/**
 * What `decideFrom` says over this request and those before it; `undefined` where those before showed anything else.
 *
 * @param tallyBefore what was counted of A's site before, `pairBefore` of the pair
 */
export function settledDecision(
  { decision, tally, pair }: Settled,
  tallyBefore: PairProfile,
  pairBefore: PairProfile,
): Decision | undefined {
  if (!isMoreOf(tallyBefore, tally) || !isMoreOf(pairBefore, pair)) return undefined;
  const { channels } = decision;
  if (!UNREFUSED.has(channels.control.reason)) return decision;
  const made = (pairBefore.get(MADE) ?? 0) + (pair.get(MADE) ?? 0);
  const accepted = Math.max((tallyBefore.get(ACCEPTED) ?? 0) + (tally.get(ACCEPTED) ?? 0), made);
  return { ...decision, channels: { ...channels, control: judgeUnrefused(accepted, made) } };
}

/** A stored count can be negative, by a correction: then it may take away what this request shows. */
function isMoreOf(before: PairProfile, own: PairProfile): boolean {
  if (before.size > own.size) return false;
  for (const [field, count] of before) if (count < 0 || !own.has(field)) return false;
  return true;
}
