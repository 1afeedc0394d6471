import type { AnalysedEdge, Call, RequestAnalysis } from "@weir/core";
import type { Claim } from "../judge/claim.ts";

/** Microseconds. */
const SHORT_GAP = 5_000;

/** Every wait is needless. */
export function naiveSerial(analysis: RequestAnalysis): readonly Claim[] {
  return each(analysis, () => true);
}

/** What follows within 5 ms was merely written after it. */
export function shortGap(analysis: RequestAnalysis): readonly Claim[] {
  return each(analysis, (from, to) => to.start - from.end < SHORT_GAP);
}

/**
 * A needs B until one request shows the contrary (Chow et al., The Mystery Machine, 2014; Zhang et al., CRISP, 2022):
 * calls that were ever seen side by side, or the other way round, are independent. One per case.
 */
export class Counterexample {
  readonly #refuted = new Set<string>();

  readonly claims = (analysis: RequestAnalysis): readonly Claim[] => {
    const { calls } = analysis.request;
    for (const a of calls) for (const b of calls) if (a !== b && b.start < a.end) this.#refuted.add(key(a, b));
    return each(analysis, (from, to) => this.#refuted.has(key(from, to)));
  };
}

function key(from: Call, to: Call): string {
  return [from, to].map(({ method, target, frames }) => `${method} ${target} ${frames[0]?.line ?? ""}`).join(" -> ");
}

/** B is free unless the values of this one request show that something of A's answer is in it. */
export function singleTraceValues(analysis: RequestAnalysis): readonly Claim[] {
  return each(analysis, (from, to) => {
    const slots = to.values?.slots;
    return slots !== undefined && !slots.some(({ sources }) => sources.some((source) => source.from === from.index));
  });
}

/** What the source says, whatever was seen at run time. */
export function sourceAlone({ request, edges }: RequestAnalysis): readonly Claim[] {
  return edges.flatMap((edge) => {
    const [from, to] = [request.calls[edge.from], request.calls[edge.to]];
    if (from === undefined || to === undefined) return [];
    return [claim(edge, from, to, edge.observed.has("relation|independent"))];
  });
}

function each({ request, edges }: RequestAnalysis, flags: (from: Call, to: Call) => boolean): readonly Claim[] {
  return edges.flatMap((edge) => {
    const [from, to] = [request.calls[edge.from], request.calls[edge.to]];
    return from === undefined || to === undefined ? [] : [claim(edge, from, to, flags(from, to))];
  });
}

function claim({ adjacent }: AnalysedEdge, from: Call, to: Call, flagged: boolean): Claim {
  return { from, to, adjacent, flagged, verdict: "-", tier: "-", reasons: [] };
}
