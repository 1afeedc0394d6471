import { PairObserver } from "../evidence/observe.ts";
import { settle, type Settled } from "../evidence/settled.ts";
import type { SourceFact } from "../evidence/source-fact.ts";
import { type OwnWait, waitsOn } from "../evidence/waits-on.ts";
import { type OrderedPair, type OrderedPairs, orderedPairs } from "../graph/ordered-pairs.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { lookOf } from "./look.ts";
import type { AnalysisInputs, PairProfile, PairSums, Tally } from "./request-analysis.ts";
import { pairKey, siteDigests } from "./site-keys.ts";
import { besideOf, siteTallies, timesMade } from "./tallies.ts";

/**
 * What a request shows by itself, before anything is known of others: a function of its look, so that requests that look
 * alike share one. Nobody changes it.
 */
export interface Sighting {
  readonly ordered: OrderedPairs;
  /** Key of every call's site. */
  readonly sites: readonly string[];
  /** Digest of the multiset of sites. */
  readonly shape: string;
  readonly pairs: readonly ObservedPair[];
  /** How each site that was made once ended. */
  readonly tallies: readonly Tally[];
  /** Pairs of calls of which neither waited for the other; counted where the pair is known to be serial elsewhere. */
  readonly beside: readonly Tally[];
  /** Of `pairs` and `tallies`. */
  readonly sums: PairSums;
}

export interface ObservedPair extends OwnWait {
  readonly pair: OrderedPair;
  readonly key: string;
  /** Key of A's site, whose tally belongs to the pair's evidence. */
  readonly site: string;
  readonly observed: PairProfile;
  /** Of remembered sightings: the decision, where more of the same would not change it. */
  readonly settled?: Settled;
}

/** Remembers sightings by look; bounded by whoever brings it. */
export interface Sightings {
  get(look: string): Sighting | undefined;
  /** Worth remembering? A look that came once may never come again. */
  wants(look: string): boolean;
  set(look: string, sighting: Sighting): void;
  /** A number for this very object, the same each time. */
  idOf(object: object): number;
}

/** What this request shows, from memory where one that looked the same was seen before. */
export function sightingOf(request: Request, inputs: AnalysisInputs): Sighting {
  const ordered = orderedPairs(request.calls);
  const facts = ordered.pairs.map(({ from, to }) => inputs.source(callAt(request, from), callAt(request, to)));
  const { sightings } = inputs;
  const look = sightings === undefined ? undefined : lookOf(request, ordered, facts, (one) => sightings.idOf(one));
  const known = look === undefined ? undefined : sightings?.get(look);
  if (known !== undefined) return known;
  const made = sighting(request, ordered, facts, inputs.digest);
  if (look === undefined || sightings?.wants(look) !== true) return made;
  const shared = withDecisions(withSharedProfiles(made));
  sightings.set(look, shared);
  return shared;
}

function sighting(
  request: Request,
  ordered: OrderedPairs,
  facts: readonly (SourceFact | undefined)[],
  digest: (text: string) => string,
): Sighting {
  const sites = siteDigests(request, digest);
  const pairs = observe(request, ordered, facts, sites);
  const tallies = siteTallies(request, sites);
  return {
    ordered,
    sites,
    shape: digest([...sites].sort().join("\n")),
    pairs,
    tallies,
    beside: besideOf(request, sites, ordered),
    sums: addedUp([...pairs.map(({ key, observed }) => ({ pair: key, observed })), ...tallies]),
  };
}

function observe(
  request: Request,
  { pairs }: OrderedPairs,
  facts: readonly (SourceFact | undefined)[],
  sites: readonly string[],
): readonly ObservedPair[] {
  const observer = new PairObserver(request);
  const made = timesMade(request, sites);
  const seen = new Set<string>();
  return pairs.map((pair, index) => {
    const from = callAt(request, pair.from);
    const to = callAt(request, pair.to);
    const [fromSite = "", toSite = ""] = [sites[pair.from], sites[pair.to]];
    const key = pairKey(fromSite, toSite);
    const first = !seen.has(key);
    seen.add(key);
    const fact = facts[index];
    const single = made.get(fromSite) === 1;
    const waits = waitsOn(from, to, fact);
    return {
      pair,
      key,
      site: fromSite,
      fact,
      waits,
      followed: from.lineage !== undefined,
      observed: observer.observe({ from, to, fact, waits, first, single }),
    };
  });
}

/** Evidence by key: pairs of one pair of sites (a loop's rounds) together, tallies of sites along with them. */
export function addedUp(parts: readonly Tally[]): PairSums {
  const sums = new Map<string, PairProfile>();
  for (const { pair, observed } of parts) {
    const known = sums.get(pair);
    sums.set(pair, known === undefined ? observed : plus(known, observed));
  }
  return sums;
}

function plus(a: PairProfile, b: PairProfile): PairProfile {
  const sum = new Map(a);
  for (const [field, count] of b) sum.set(field, (sum.get(field) ?? 0) + count);
  return sum;
}

/** Most pairs of a request show the same: kept for long, they share one profile. */
function withSharedProfiles(made: Sighting): Sighting {
  const known = new Map<string, PairProfile>();
  const shared = (profile: PairProfile): PairProfile => {
    const text = JSON.stringify([...profile]);
    const same = known.get(text);
    if (same === undefined) known.set(text, profile);
    return same ?? profile;
  };
  const tally = ({ pair, observed }: Tally): Tally => ({ pair, observed: shared(observed) });
  return {
    ...made,
    pairs: made.pairs.map((one) => ({ ...one, observed: shared(one.observed) })),
    tallies: made.tallies.map(tally),
    beside: made.beside.map(tally),
    sums: new Map([...made.sums].map(([key, profile]) => [key, shared(profile)])),
  };
}

/** What is decided of a pair by itself is worked out when its look is remembered, not with each request that has it. */
function withDecisions(made: Sighting): Sighting {
  const { sums } = made;
  const pairs: ObservedPair[] = [];
  for (const one of made.pairs) {
    const same = pairs.find((other) => other.key === one.key && isDecidedLike(one, other));
    const own = sums.get(one.key);
    const settled = same === undefined ? own && settle(one, own, sums.get(one.site)) : same.settled;
    pairs.push(settled === undefined ? one : { ...one, settled });
  }
  return { ...made, pairs };
}

/** Pairs of the same sites that show the same share a decision. */
export function isDecidedLike(one: OwnWait, other: OwnWait): boolean {
  return (
    one.waits === other.waits && one.fact?.relation === other.fact?.relation && one.fact?.reason === other.fact?.reason
  );
}

function callAt(request: Request, index: number): Call {
  const call = request.calls[index];
  if (call === undefined) throw new Error(`a pair names call ${index} of ${request.calls.length}`);
  return call;
}
