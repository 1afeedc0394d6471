import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Channels } from "./channel.ts";
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
  readonly tally: Counted;
  readonly pair: Counted;
}

/** A profile, and its fields as a list: these are asked for with every request, and going through a map makes objects. */
interface Counted {
  readonly profile: PairProfile;
  readonly fields: readonly string[];
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
  return { decision, unwaited: isUnwaited(evidence, own), tally: counted(tally), pair: counted(pair) };
}

function counted(profile: PairProfile): Counted {
  return { profile, fields: [...profile.keys()] };
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
 * The channels as `decideFrom` tells of them over this request and those before it; verdict and tier are those of the
 * decision. `undefined` where those before showed anything else.
 *
 * @param tallyBefore what was counted of A's site before, `pairBefore` of the pair
 */
export function settledChannels(
  { decision, tally, pair }: Settled,
  tallyBefore: PairProfile,
  pairBefore: PairProfile,
): Channels | undefined {
  if (!isMoreOf(tallyBefore, tally) || !isMoreOf(pairBefore, pair)) return undefined;
  const { data, control, order, pace, source } = decision.channels;
  if (!UNREFUSED.has(control.reason)) return decision.channels;
  const made = (pairBefore.get(MADE) ?? 0) + (pair.profile.get(MADE) ?? 0);
  const accepted = Math.max((tallyBefore.get(ACCEPTED) ?? 0) + (tally.profile.get(ACCEPTED) ?? 0), made);
  return { data, control: judgeUnrefused(accepted, made), order, pace, source };
}

/** A stored count can be negative, by a correction: then it may take away what this request shows. */
function isMoreOf(before: PairProfile, { fields }: Counted): boolean {
  let known = 0;
  for (const field of fields) {
    const count = before.get(field);
    if (count === undefined) continue;
    if (count < 0) return false;
    known += 1;
  }
  return known === before.size;
}
