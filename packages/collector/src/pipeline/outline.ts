import { type AnalysedEdge, type Fix, type RequestAnalysis, routeKey } from "@weir/core";

/**
 * What is told of a request once it is stored. Analyses wait for their batch by the hundred, and they hold every call and
 * pair: this is all that is wanted of them by then.
 */
export interface Outline {
  readonly service: string;
  readonly env: string;
  readonly version: string;
  readonly routeKey: string;
  /** Microseconds. */
  readonly duration: number;
  readonly calls: number;
  readonly fixes: readonly Pick<Fix, "fingerprint" | "saved">[];
  /** Why some of it could not be judged, each reason once; empty when all of it could. */
  readonly unjudged: readonly string[];
}

export function outlineOf({ request, edges, fixes }: RequestAnalysis): Outline {
  const { service, env, version = "", method, route, start, end, calls, droppedCalls } = request;
  const reasons = new Set<string>();
  for (const { from, to, channels, verdict } of nextWaits(edges)) {
    if (verdict !== "unknown") continue;
    const noSite = calls[from]?.frames.length === 0 || calls[to]?.frames.length === 0;
    reasons.add(noSite ? "coverage.no-call-site" : channels.source.reason);
  }
  if (droppedCalls > 0) reasons.add("coverage.calls-dropped");
  return {
    service,
    env,
    version,
    routeKey: routeKey(method, route),
    duration: end - start,
    calls: calls.length,
    fixes: fixes.map(({ fingerprint, saved }) => ({ fingerprint, saved })),
    unjudged: [...reasons],
  };
}

/** The waits with no other between them. A call of another chain that nobody waited for does not stand between two. */
function nextWaits(edges: readonly AnalysedEdge[]): readonly AnalysedEdge[] {
  const waits = edges.filter(({ unwaited }) => unwaited !== true);
  if (waits.length === edges.length) return edges.filter(({ adjacent }) => adjacent);
  const before = new Map<number, Set<number>>();
  for (const { from, to } of waits) before.set(to, (before.get(to) ?? new Set()).add(from));
  const isBetween = (middle: number, from: number): boolean => before.get(middle)?.has(from) === true;
  return waits.filter(({ from, to }) => ![...(before.get(to) ?? [])].some((middle) => isBetween(middle, from)));
}
