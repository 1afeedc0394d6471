import { type Decision, decideFrom } from "../evidence/decide.ts";
import { EvidenceSum } from "../evidence/evidence-sum.ts";
import { PairObserver } from "../evidence/observe.ts";
import { ownSource } from "../evidence/source.ts";
import { type WaitsOn, waitsOn } from "../evidence/waits-on.ts";
import { fixesOf, isNeedless, type JudgedEdge } from "../finding/fixes.ts";
import { criticalPath } from "../graph/critical-path.ts";
import { type OrderedPair, type OrderedPairs, orderedPairs } from "../graph/ordered-pairs.ts";
import { reschedule } from "../graph/reschedule.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import type { SourceFact } from "../evidence/source-fact.ts";
import type { AnalysisInputs, PairProfile, RequestAnalysis, Tally } from "./request-analysis.ts";
import { callLabel } from "./site.ts";
import { pairKey, siteDigests, siteOfPair } from "./site-keys.ts";
import { talliesOf, timesMade } from "./tallies.ts";

/**
 * Everything that one request says: a verdict for every ordered pair of calls, what could start together, and how much
 * sooner it could have ended. Pure: the same request and inputs give the same answer.
 */
export function analyseRequest(request: Request, inputs: AnalysisInputs): RequestAnalysis {
  const sites = siteDigests(request, inputs.digest);
  const ordered = orderedPairs(request.calls);
  const { pairs } = ordered;
  const tallies = talliesOf(request, sites, ordered, inputs.profile);
  const judged = withoutTied(judge(observe(request, pairs, sites, inputs), inputs, tallies), ordered, sites);
  const needless = new Set(judged.filter(({ needless: is }) => is).map(({ pair }) => pair));
  const { starts, saved } = reschedule(request, request.calls, pairs, needless);
  const { firstByte } = request;
  return {
    request,
    shape: inputs.digest([...sites].sort().join("\n")),
    edges: judged.map(({ edge }) => edge),
    tallies,
    fixes: fixesOf(request, judged, inputs.digest),
    saved,
    ...(firstByte === undefined || firstByte >= request.end
      ? {}
      : { savedToFirstByte: reschedule({ ...request, end: firstByte }, request.calls, pairs, needless).saved }),
    possible: starts,
    criticalPath: pathOf(request),
  };
}

interface ObservedPair {
  readonly pair: OrderedPair;
  readonly key: string;
  readonly fact: SourceFact | undefined;
  readonly waits: WaitsOn;
  readonly observed: PairProfile;
}

function observe(
  request: Request,
  pairs: readonly OrderedPair[],
  sites: readonly string[],
  inputs: AnalysisInputs,
): readonly ObservedPair[] {
  const observer = new PairObserver(request);
  const made = timesMade(request, sites);
  const seen = new Set<string>();
  return pairs.map((pair) => {
    const from = callAt(request, pair.from);
    const to = callAt(request, pair.to);
    const [fromSite = "", toSite = ""] = [sites[pair.from], sites[pair.to]];
    const key = pairKey(fromSite, toSite);
    const first = !seen.has(key);
    seen.add(key);
    const fact = inputs.source(from, to);
    const single = made.get(fromSite) === 1;
    const waits = waitsOn(from, to, fact);
    return { pair, key, fact, waits, observed: observer.observe({ from, to, fact, waits, first, single }) };
  });
}

/**
 * Evidence of a pair of sites is merged over all requests and over every such pair of this one, so that one cursor in a
 * loop decides for all of it; whether B waited is asked of each pair by itself. Pairs that show the same share a decision.
 */
function judge(
  observations: readonly ObservedPair[],
  inputs: AnalysisInputs,
  tallies: readonly Tally[],
): readonly JudgedEdge[] {
  const merged = new Map<string, EvidenceSum>();
  const earlier = new Earlier(inputs, tallies);
  for (const { key, observed } of observations) {
    let sum = merged.get(key);
    if (sum === undefined) {
      sum = earlier.of(key);
      merged.set(key, sum);
    }
    sum.add(observed);
  }
  const decisions = new Map<string, Decision>();
  return observations.map(({ pair, key, fact, waits, observed }) => {
    const same = `${key} ${waits} ${fact?.relation ?? ""} ${fact?.reason ?? ""}`;
    const decision =
      decisions.get(same) ?? decideFrom(merged.get(key) ?? new EvidenceSum(), { waits, source: ownSource(fact) });
    decisions.set(same, decision);
    const { verdict, tier, channels } = decision;
    const { from, to, adjacent } = pair;
    const edge = { from, to, verdict, tier, channels, pair: key, adjacent, observed };
    return { edge, pair, fact, needless: isNeedless(edge) };
  });
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

/** What was known of a pair before this request, with A's tally, this request's included. */
class Earlier {
  readonly #inputs: AnalysisInputs;
  readonly #tallies = new Map<string, Tally[]>();

  constructor(inputs: AnalysisInputs, tallies: readonly Tally[]) {
    this.#inputs = inputs;
    for (const tally of tallies) {
      const known = this.#tallies.get(tally.pair);
      if (known === undefined) this.#tallies.set(tally.pair, [tally]);
      else known.push(tally);
    }
  }

  of(key: string): EvidenceSum {
    const site = siteOfPair(key);
    const sum = EvidenceSum.of(this.#inputs.profile(site), this.#inputs.profile(key));
    for (const name of [site, key]) for (const { observed } of this.#tallies.get(name) ?? []) sum.add(observed);
    return sum;
  }
}

function callAt(request: Request, index: number): Call {
  const call = request.calls[index];
  if (call === undefined) throw new Error(`a pair names call ${index} of ${request.calls.length}`);
  return call;
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
