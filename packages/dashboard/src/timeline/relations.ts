import { VERDICTS } from "@weir/core";
import type { CallView, Edge, TraceView, Verdict } from "@weir/core";

/** One earlier call and what is known about this call needing it. */
export interface Relation {
  readonly edge: Edge;
  /** No other call lies between the two. */
  readonly adjacent: boolean;
}

export interface CallRelations {
  /** Every earlier call with a verdict, adjacent ones first, then by verdict (strongest first). */
  readonly incoming: readonly Relation[];
  /** Strongest verdict over all earlier calls; absent when the call came first or nothing is known of it. */
  readonly verdict: Verdict | undefined;
}

const NONE: CallRelations = { incoming: [], verdict: undefined };

/**
 * What each call of a request waited for, by call index.
 *
 * ```
 * A ████
 * B      ███            B waits on A
 * C          ███        C waits on B; on A only through B
 * ```
 */
export function relate(trace: TraceView): readonly CallRelations[] {
  const known = related.get(trace);
  if (known !== undefined) return known;
  const relations = relationsOf(trace);
  related.set(trace, relations);
  return relations;
}

/** An answer is never changed, and several parts of a page ask about the same one with every step of the reader. */
const related = new WeakMap<TraceView, readonly CallRelations[]>();

function relationsOf(trace: TraceView): readonly CallRelations[] {
  const reach = latestStartBefore(trace.calls);
  const incoming = new Map<number, Relation[]>();
  for (const edge of trace.edges) {
    const from = trace.calls[edge.from];
    const to = trace.calls[edge.to];
    if (from === undefined || to === undefined) continue;
    const list = incoming.get(edge.to) ?? [];
    list.push({ edge, adjacent: isAdjacent(from, reach(to.start)) });
    incoming.set(edge.to, list);
  }
  return trace.calls.map((call) => summarise(incoming.get(call.index)));
}

/** Position in the lattice; smaller is stronger. */
export function strength(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict);
}

function summarise(relations: Relation[] | undefined): CallRelations {
  if (relations === undefined) return NONE;
  relations.sort(
    (left, right) =>
      Number(right.adjacent) - Number(left.adjacent) ||
      strength(left.edge.verdict) - strength(right.edge.verdict) ||
      right.edge.from - left.edge.from,
  );
  const verdicts = relations.map((relation) => relation.edge.verdict);
  const [strongest] = verdicts.sort((left, right) => strength(left) - strength(right));
  return { incoming: relations, verdict: strongest };
}

/** Touching is serial: a call that starts exactly where `from` ends lies between. */
function isAdjacent(from: CallView, latestStart: number): boolean {
  return latestStart < from.end || (from.start === from.end && latestStart === from.start);
}

/** For a moment: the latest start among the calls that had ended by then. */
function latestStartBefore(calls: readonly CallView[]): (moment: number) => number {
  const ended = calls.filter((call) => !call.background).sort((left, right) => left.end - right.end);
  let latest = Number.NEGATIVE_INFINITY;
  const latestStarts = ended.map((call) => (latest = Math.max(latest, call.start)));
  return (moment) => {
    let low = 0;
    let high = ended.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ended[middle]?.end ?? 0) <= moment) low = middle + 1;
      else high = middle;
    }
    return latestStarts[low - 1] ?? Number.NEGATIVE_INFINITY;
  };
}
