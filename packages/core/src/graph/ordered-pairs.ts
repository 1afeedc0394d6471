import type { Call } from "../model/call.ts";
import type { Micros } from "../model/time.ts";

/** A before B: `from` had ended, or had given `to` its headers, when `to` started. Indices into the calls. */
export interface OrderedPair {
  readonly from: number;
  readonly to: number;
  /** No other call lies between the two: an edge of the transitive reduction. */
  readonly adjacent: boolean;
}

export interface OrderedPairs {
  readonly pairs: readonly OrderedPair[];
  /** For each call the earlier ones left out at the bound, by index. Nobody judged these orders: they stay. */
  readonly left: readonly (readonly number[])[];
}

/** SDK spans start at whole milliseconds, up to one too early, so two serial spans can seem to overlap a little. */
export const CLOCK_TOLERANCE: Micros = 2_000;

/** Pairs looked at per request. Above it each call keeps its nearest predecessors. */
export const MAX_PAIRS = 5_000;

/**
 * Every pair of calls in which the second started after the first had ended. Touching is serial. Background calls take
 * no part: nobody waited for them. Calls made inside an internal call are paired among themselves; against the outside
 * the internal call stands for them.
 *
 * ```
 * A ────┐
 *       └ B ──┐            A<B adjacent, B<C adjacent, A<C not: B lies between
 *             └ C ────
 * ```
 */
export function orderedPairs(calls: readonly Call[]): OrderedPairs {
  const before = predecessors(calls);
  const total = before.reduce((sum, list) => sum + list.length, 0);
  const keep = total <= MAX_PAIRS ? Infinity : Math.max(1, Math.floor(MAX_PAIRS / Math.max(1, calls.length)));
  const sets = before.map((list) => new Set(list));
  const pairs: OrderedPair[] = [];
  before.forEach((list, to) => {
    for (const from of list.slice(-keep)) pairs.push({ from, to, adjacent: !hasBetween(list, sets, from) });
  });
  return { pairs, left: before.map((list) => (list.length > keep ? list.slice(0, -keep) : [])) };
}

/** For each call the calls before it, nearest (latest end) last. */
function predecessors(calls: readonly Call[]): number[][] {
  const byEnd = calls.map((_, index) => index).filter((index) => calls[index]?.background === false);
  const end = (index: number): Micros => calls[index]?.end ?? 0;
  byEnd.sort((a, b) => end(a) - end(b) || a - b);
  return calls.map((to) => {
    if (to.background) return [];
    return byEnd.filter((index) => {
      const from = calls[index];
      return from !== undefined && from !== to && isBefore(from, to);
    });
  });
}

/** True when `to` started only after `from` was over, as far as the clocks can tell. */
export function isBefore(from: Call, to: Call): boolean {
  if (from.within !== to.within) return false;
  if (from.end <= to.start) return from.start < to.start || from.index < to.index;
  if (from.headers !== undefined && from.headers <= to.start && to.lineage?.headers.includes(from.index) === true)
    return true;
  if (from.exact && to.exact) return false;
  const shorter = Math.min(from.end - from.start, to.end - to.start);
  const overlap = from.end - to.start;
  return from.start < to.start && from.end < to.end && overlap <= Math.min(CLOCK_TOLERANCE, shorter / 2);
}

function hasBetween(list: readonly number[], sets: readonly ReadonlySet<number>[], from: number): boolean {
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const middle = list[at];
    if (middle === undefined || middle === from) return false;
    if (sets[middle]?.has(from) === true) return true;
  }
  return false;
}
