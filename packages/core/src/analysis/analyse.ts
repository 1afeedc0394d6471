import { decide } from "../evidence/decide.ts";
import { observePair } from "../evidence/observe.ts";
import { mergeProfiles } from "../evidence/profile.ts";
import { WAITS_FIELDS } from "../evidence/waits-on.ts";
import { fixesOf, isNeedless, type JudgedEdge } from "../finding/fixes.ts";
import { criticalPath } from "../graph/critical-path.ts";
import { type OrderedPair, orderedPairs } from "../graph/ordered-pairs.ts";
import { reschedule } from "../graph/reschedule.ts";
import type { Request } from "../model/request.ts";
import { routeKey } from "../normalize/route.ts";
import type { AnalysisInputs, RequestAnalysis } from "./request-analysis.ts";
import { callLabel, siteKeys } from "./site.ts";

/**
 * Everything that one request says: a verdict for every ordered pair of calls, what could start together, and how much
 * sooner it could have ended. Pure: the same request and inputs give the same answer.
 */
export function analyseRequest(request: Request, inputs: AnalysisInputs): RequestAnalysis {
  const sites = siteKeys(request);
  const { pairs } = orderedPairs(request.calls);
  const judged = pairs.flatMap((pair) => judge(request, pair, sites, inputs));
  const needless = new Set(judged.filter(({ edge }) => isNeedless(edge)).map(({ pair }) => pair));
  const { starts, saved } = reschedule(request, request.calls, causal(judged), needless);
  return {
    request,
    shape: inputs.digest([...sites].sort().join("\n")),
    edges: judged.map(({ edge }) => edge),
    fixes: fixesOf(request, judged, inputs.digest),
    saved,
    possible: starts,
    criticalPath: pathOf(request),
  };
}

function judge(request: Request, pair: OrderedPair, sites: readonly string[], inputs: AnalysisInputs): JudgedEdge[] {
  const from = request.calls[pair.from];
  const to = request.calls[pair.to];
  if (from === undefined || to === undefined) return [];
  const key = inputs.digest(
    [routeKey(request.method, request.route), sites[pair.from] ?? "", sites[pair.to] ?? ""].join("\n"),
  );
  const fact = inputs.source(from, to);
  const observed = observePair(request, from, to, fact);
  const { verdict, tier, channels } = decide(mergeProfiles(inputs.profile(key), observed));
  const edge = { from: pair.from, to: pair.to, verdict, tier, channels, pair: key, adjacent: pair.adjacent, observed };
  return [{ edge, pair, fact }];
}

/** The orders a schedule has to keep: where lineage knows that B did not wait for A, they merely followed one another. */
function causal(judged: readonly JudgedEdge[]): readonly OrderedPair[] {
  return judged.filter(({ edge }) => !edge.observed.has(WAITS_FIELDS.not)).map(({ pair }) => pair);
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
  return [...sections]
    .reverse()
    .map(({ id, start, end }) => (id === undefined ? { start, end } : { call: id, start, end }));
}

/** The calls of a request as text, in order: what a shape's digest stands for. */
export function shapeCalls(request: Request): readonly string[] {
  return request.calls.map(callLabel);
}
