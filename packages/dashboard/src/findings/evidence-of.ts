import type { Edge, FindingDetail, TraceView } from "@weir/core";
import type { CallRelations } from "../timeline/relations.ts";

/** One pair of calls and what is known about the later needing the earlier. Numbers are those of the timeline. */
export interface NamedPair {
  readonly edge: Edge;
  readonly from: { readonly number: number; readonly name: string };
  readonly to: { readonly number: number; readonly name: string };
}

/**
 * The pairs to explain: those that end in the selected call, the finding's own evidence before that of the one request
 * shown (it rests on all requests). Without a request, all pairs of the finding.
 */
export function evidenceOf(
  finding: Pick<FindingDetail, "calls" | "edges">,
  trace: TraceView | undefined,
  relations: readonly CallRelations[] | undefined,
  selected: number | undefined,
  numberOf: (call: number) => number,
): readonly NamedPair[] {
  const own = finding.edges.map((edge) => ({
    edge,
    from: { number: numberOf(edge.from), name: finding.calls[edge.from]?.call ?? "" },
    to: { number: numberOf(edge.to), name: finding.calls[edge.to]?.call ?? "" },
  }));
  if (trace === undefined || selected === undefined) return own;
  const ownHere = new Map(own.map((pair) => [`${pair.from.number} ${pair.to.number}`, pair]));
  return (relations?.[selected]?.incoming ?? []).map(({ edge }) => {
    const from = { number: edge.from + 1, name: trace.calls[edge.from]?.call ?? "" };
    const to = { number: edge.to + 1, name: trace.calls[edge.to]?.call ?? "" };
    return ownHere.get(`${from.number} ${to.number}`) ?? { edge, from, to };
  });
}
