import { type Decision, decideFrom } from "../evidence/decide.ts";
import { EvidenceSum } from "../evidence/evidence-sum.ts";
import { settledChannels } from "../evidence/settled.ts";
import { ownSource } from "../evidence/source.ts";
import { isUnwaited, type OwnWait } from "../evidence/waits-on.ts";
import { fixesOf, isNeedless, type JudgedEdge, waitingPairs } from "../finding/fixes.ts";
import { criticalPath } from "../graph/critical-path.ts";
import type { OrderedPairs } from "../graph/ordered-pairs.ts";
import { reschedule } from "../graph/reschedule.ts";
import type { Request } from "../model/request.ts";
import type { AnalysisInputs, PairSums, RequestAnalysis, Tally } from "./request-analysis.ts";
import { callLabel } from "./site.ts";
import { addedUp, isDecidedLike, type ObservedPair, sightingOf } from "./sighting.ts";
import { pairKey } from "./site-keys.ts";

/**
 * Everything that one request says: a verdict for every ordered pair of calls, what could start together, and how much
 * sooner it could have ended. Pure: the same request and inputs give the same answer.
 */
export function analyseRequest(request: Request, inputs: AnalysisInputs): RequestAnalysis {
  const sighting = sightingOf(request, inputs);
  const beside = sighting.beside.filter(({ pair }) => inputs.profile(pair).size > 0);
  const tallies = beside.length === 0 ? sighting.tallies : [...sighting.tallies, ...beside];
  const sums = beside.length === 0 ? sighting.sums : withBeside(sighting.sums, beside);
  const judged = withoutTied(judge(sighting.pairs, inputs, sums), sighting.ordered, sighting.sites);
  const needless = new Set(judged.filter(({ needless: is }) => is).map(({ pair }) => pair));
  const pairs = waitingPairs(judged);
  const { starts, saved } = reschedule(request, request.calls, pairs, needless);
  const { firstByte } = request;
  return {
    request,
    shape: sighting.shape,
    edges: judged.map(({ edge }) => edge),
    tallies,
    sums,
    fixes: fixesOf(request, judged, inputs.digest),
    saved,
    ...(firstByte === undefined || firstByte >= request.end
      ? {}
      : { savedToFirstByte: reschedule({ ...request, end: firstByte }, request.calls, pairs, needless).saved }),
    possible: starts,
    criticalPath: pathOf(request),
  };
}

/** What is known of a pair of sites, and what it was judged to be. */
interface Known {
  readonly evidence: EvidenceSum;
  readonly decisions: { readonly own: OwnWait; readonly decision: Decision }[];
}

/** What a verdict is made of, for one pair of calls. */
type Judgement = Pick<Decision, "verdict" | "tier" | "channels"> & { readonly unwaited: boolean };

/**
 * Evidence of a pair of sites is merged over all requests and over every such pair of this one, so that one cursor in a
 * loop decides for all of it; whether B waited is asked of each pair by itself. Pairs that show the same share a decision.
 */
function judge(
  observations: readonly ObservedPair[],
  { profile }: AnalysisInputs,
  sums: PairSums,
): readonly JudgedEdge[] {
  const merged = new Map<string, Known>();
  return observations.map((observation) => {
    const { pair, key, fact, observed } = observation;
    const { verdict, tier, channels, unwaited } =
      settledJudgement(observation, profile, sums) ?? weighed(observation, profile, sums, merged);
    const { from, to, adjacent } = pair;
    const free = verdict === "unknown" && unwaited ? ({ unwaited: true } as const) : {};
    const edge = { from, to, verdict, tier, channels, pair: key, adjacent, observed, ...free };
    return { edge, pair, fact, needless: isNeedless(edge) };
  });
}

/** Nothing is added up where requests before this one showed the same and more of it decides nothing. */
function settledJudgement(
  { settled, key, site }: ObservedPair,
  profile: AnalysisInputs["profile"],
  sums: PairSums,
): Judgement | undefined {
  // Calls beside each other may have added to what this request counts.
  if (settled === undefined || sums.get(key) !== settled.pair.profile) return undefined;
  const channels = settledChannels(settled, profile(site), profile(key));
  if (channels === undefined) return undefined;
  const { decision, unwaited } = settled;
  return { verdict: decision.verdict, tier: decision.tier, channels, unwaited };
}

function weighed(
  observation: ObservedPair,
  profile: AnalysisInputs["profile"],
  sums: PairSums,
  merged: Map<string, Known>,
): Judgement {
  const { key, site } = observation;
  let known = merged.get(key);
  if (known === undefined) {
    // What was known before this request of A's site and of the pair, and what this request adds to both.
    const added = [site, key].flatMap((one) => sums.get(one) ?? []);
    known = { evidence: EvidenceSum.of(profile(site), profile(key), ...added), decisions: [] };
    merged.set(key, known);
  }
  return { ...decided(known, observation), unwaited: isUnwaited(known.evidence, observation) };
}

function decided({ evidence, decisions }: Known, own: OwnWait): Decision {
  const same = decisions.find((one) => isDecidedLike(one.own, own));
  if (same !== undefined) return same.decision;
  const decision = decideFrom(evidence, { waits: own.waits, source: ownSource(own.fact) });
  decisions.push({ own, decision });
  return decision;
}

/**
 * A call with an earlier one that nobody judged, because of the bound on pairs, is not freed of any: it may need that one.
 * An order between the same two sites that was judged speaks for it, as in a loop of hundreds of rounds.
 */
function withoutTied(
  judged: readonly JudgedEdge[],
  { left }: OrderedPairs,
  sites: readonly string[],
): readonly JudgedEdge[] {
  if (left.every((list) => list.length === 0)) return judged;
  const free = new Map<string, boolean>();
  for (const { edge, needless } of judged) free.set(edge.pair, needless && free.get(edge.pair) !== false);
  const tied = left.map((list, to) => {
    const before = new Set(list.map((from) => sites[from] ?? ""));
    return [...before].some((from) => free.get(pairKey(from, sites[to] ?? "")) !== true);
  });
  return judged.map((one) => (tied[one.edge.to] === true ? { ...one, needless: false, tied: true } : one));
}

/** A request's calls beside each other are counted only where the pair is known: else twenty would write two hundred counts. */
function withBeside(sums: PairSums, beside: readonly Tally[]): PairSums {
  return addedUp([...Array.from(sums, ([pair, observed]) => ({ pair, observed })), ...beside]);
}

/** Calls that nobody waited for, or that outlived the response, decide nothing. */
function pathOf(request: Request): RequestAnalysis["criticalPath"] {
  const children = request.calls
    .filter((call) => !call.background)
    .map((call) => ({ id: call.index as number | undefined, start: call.start, end: call.end, children: [] }));
  const sections = criticalPath<number | undefined>({
    id: undefined,
    start: request.start,
    end: request.end,
    children,
  });
  return sections
    .toReversed()
    .map(({ id, start, end }) => (id === undefined ? { start, end } : { call: id, start, end }));
}

/** The calls of a request as text, in order: what a shape's digest stands for. */
export function shapeCalls(request: Request): readonly string[] {
  return request.calls.map(callLabel);
}
