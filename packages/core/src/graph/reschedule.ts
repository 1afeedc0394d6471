import type { Call } from "../model/call.ts";
import type { Interval, MicrosRange } from "../model/interval.ts";
import type { Micros } from "../model/time.ts";
import { contentionOf } from "./contention.ts";
import { CLOCK_TOLERANCE, type OrderedPair } from "./ordered-pairs.ts";
import { planOf, type Planned } from "./reschedule-plan.ts";
import { Schedule } from "./schedule.ts";

export interface Rescheduled {
  /** Possible start of each call: [optimistic, pessimistic]. Equal to its start where nothing moves. */
  readonly starts: readonly MicrosRange[];
  /** How much sooner the request could have ended: [pessimistic, optimistic]. An upper bound until a fix is measured. */
  readonly saved: MicrosRange;
}

export interface RescheduleOptions {
  /**
   * How much slower a call gets for each other call to the same host that it newly runs beside, as a share of its
   * length. Serial traces do not show it; 0 means unknown. Pessimistic side only.
   */
  readonly contention?: number;
}

/**
 * Replays a request without the waits in `removed` and keeps everything else: the other orders, the server's own work
 * between calls, and what followed the last call. After WebPerf (Kapoor et al., SIGCOMM'16), with an interval in place of
 * a number because a trace does not say which part of a gap belongs to which call.
 *
 * For a call j with kept predecessors K and removed ones R, `base = max(end' of K, min(start' of R))`: a call freed of A
 * can start with A, not before it. `gap` is the server's own work just before j.
 * - optimistic: the gap goes with j, `start' = base + gap`
 * - pessimistic: that work also stays behind the call it followed, one piece after the other (one thread), and the
 *   request cannot end before it is done
 *
 * ```
 * observed      A ────┐ gap ┌ B ──┐ tail        possible   A ────┐ gap ┐ tail
 *                                                          gap B ──┐
 * ```
 *
 * Calls inside an internal call move with it, and it ends sooner when they do.
 */
export function reschedule(
  request: Interval,
  calls: readonly Call[],
  pairs: readonly OrderedPair[],
  removed: ReadonlySet<OrderedPair>,
  options: RescheduleOptions = {},
): Rescheduled {
  if (removed.size === 0) return unchanged(calls);
  const plan = planOf(request, calls, pairs, removed);
  const optimistic = new Schedule(calls, plan, () => 1);
  const slower = contentionOf(calls, optimistic.starts, options.contention ?? 0);
  const pessimistic = new Schedule(calls, plan, slower);
  const work = workLeftBehind(plan, pessimistic);
  const tail = request.end - lastEnd(request, calls, (index) => calls[index]?.end ?? 0);
  const best = lastEnd(request, calls, (index) => optimistic.endOf(index)) + tail;
  const worst =
    Math.max(
      lastEnd(request, calls, (index) => pessimistic.endOf(index)),
      work,
    ) + tail;
  const high = Math.max(0, Math.round(request.end - best));
  const low = Math.min(high, Math.max(0, Math.round(request.end - worst)));
  return {
    starts: calls.map((call, index) => rangeOf(call, optimistic.starts[index], pessimistic.starts[index])),
    saved: { low, high },
  };
}

function unchanged(calls: readonly Call[]): Rescheduled {
  return { starts: calls.map(({ start }) => ({ low: start, high: start })), saved: { low: 0, high: 0 } };
}

/** Nothing is ever shown to start later than it did. */
function rangeOf(call: Call, optimistic: Micros = call.start, pessimistic: Micros = call.start): MicrosRange {
  const low = Math.round(Math.min(optimistic, call.start));
  return { low, high: Math.round(Math.max(low, Math.min(pessimistic, call.start))) };
}

/**
 * When the work that followed each call would be done if it stayed there, one piece after the other. Calls that started
 * together shared one stretch of work: the longest counts.
 */
function workLeftBehind(plan: readonly Planned[], schedule: Schedule): Micros {
  const longest = new Map<number, { readonly ready: Micros; readonly gap: Micros }>();
  for (const { behind, gap, removed } of plan) {
    const freed = behind === undefined ? undefined : removed.find(({ call }) => call === behind.call);
    if (behind === undefined || freed === undefined || gap <= (longest.get(behind.call)?.gap ?? 0)) continue;
    longest.set(behind.call, { ready: schedule.releaseOf(behind), gap });
  }
  const pieces = [...longest.values()].sort((a, b) => a.ready - b.ready);
  return pieces.reduce((done, { ready, gap }) => Math.max(done, ready) + gap, -Infinity);
}

/**
 * What ended after the response was streamed or thrown away: it did not decide when the response ended. The root's own
 * clock may be a little behind that of the last call.
 */
function lastEnd(request: Interval, calls: readonly Call[], endOf: (index: number) => Micros): Micros {
  let last = request.start;
  for (const call of calls) {
    if (call.background || call.end > request.end + CLOCK_TOLERANCE || call.within !== undefined) continue;
    last = Math.max(last, endOf(call.index));
  }
  return last;
}
