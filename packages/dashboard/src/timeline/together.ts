import type { CallView } from "@weir/core";

/** Calls that started at one moment. */
export interface Group {
  readonly calls: readonly number[];
  /** The member that ended last: what follows waited for it. */
  readonly slowest: number;
}

/** Two starts count as one moment within this many ms; wider for times that are not the agent's own. */
const EXACT_MOMENT = 1;
const LOOSE_MOMENT = 2;

/**
 * Groups of two or more calls that started together, as `Promise.all` makes them. Said of starts only: what joins them
 * is not known here.
 */
export function startedTogether(calls: readonly CallView[]): readonly Group[] {
  const groups: CallView[][] = [];
  for (const call of calls.filter((one) => !one.background)) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && atOneMoment(first, call)) group.push(call);
    else groups.push([call]);
  }
  return groups
    .filter((group) => group.length > 1)
    .map((group) => ({
      calls: group.map((call) => call.index),
      slowest: group.reduce((slowest, call) => (call.end > slowest.end ? call : slowest)).index,
    }));
}

function atOneMoment(first: CallView, call: CallView): boolean {
  const tolerance = first.exact && call.exact ? EXACT_MOMENT : LOOSE_MOMENT;
  return call.start - first.start <= tolerance && call.start < first.end;
}
