import type { Call } from "../model/call.ts";
import type { Interval, MicrosRange } from "../model/interval.ts";
import type { Micros } from "../model/time.ts";
import type { OrderedPair } from "./ordered-pairs.ts";

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
 */
export function reschedule(
  request: Interval,
  calls: readonly Call[],
  pairs: readonly OrderedPair[],
  removed: ReadonlySet<OrderedPair>,
  options: RescheduleOptions = {},
): Rescheduled {
  const plan = planOf(request, calls, pairs, removed);
  const optimistic = run(calls, plan, () => 1);
  const slower = contentionOf(calls, optimistic, options.contention ?? 0);
  const pessimistic = run(calls, plan, slower);
  const work = workLeftBehind(calls, plan, pessimistic);
  const observed = lastEnd(
    request,
    calls,
    calls.map((call) => call.start),
    () => 1,
  );
  const tail = request.end - observed;
  const best = lastEnd(request, calls, optimistic, () => 1) + tail;
  const worst = Math.max(lastEnd(request, calls, pessimistic, slower), work) + tail;
  const high = Math.max(0, Math.round(request.end - best));
  const low = Math.min(high, Math.max(0, Math.round(request.end - worst)));
  return {
    starts: calls.map((call, index) => {
      const first = Math.round(Math.min(optimistic[index] ?? call.start, call.start));
      return { low: first, high: Math.round(Math.max(first, Math.min(pessimistic[index] ?? call.start, call.start))) };
    }),
    saved: { low, high },
  };
}

interface Planned {
  readonly kept: readonly number[];
  readonly removed: readonly number[];
  /** The server's own work between the last predecessor's end and the start; 0 for a call that nothing precedes. */
  readonly gap: Micros;
  /** The call that work followed. */
  readonly behind: number | undefined;
}

function planOf(
  request: Interval,
  calls: readonly Call[],
  pairs: readonly OrderedPair[],
  removed: ReadonlySet<OrderedPair>,
): readonly Planned[] {
  const kept: number[][] = calls.map(() => []);
  const gone: number[][] = calls.map(() => []);
  for (const pair of pairs) (removed.has(pair) ? gone : kept)[pair.to]?.push(pair.from);
  return calls.map((call, index) => {
    const before = [...(kept[index] ?? []), ...(gone[index] ?? [])];
    const behind = before.reduce<number | undefined>(
      (last, at) => (last === undefined || endOf(calls, at) > endOf(calls, last) ? at : last),
      undefined,
    );
    const from = behind === undefined ? call.start : Math.max(request.start, endOf(calls, behind));
    return { kept: kept[index] ?? [], removed: gone[index] ?? [], gap: Math.max(0, call.start - from), behind };
  });
}

/** New starts, in order of the observed ones: every predecessor of a call started before it. */
function run(calls: readonly Call[], plan: readonly Planned[], slower: (index: number) => number): Micros[] {
  const starts = calls.map((call) => call.start);
  const end = (index: number): Micros => (starts[index] ?? 0) + lengthOf(calls, index) * slower(index);
  const thread = new Thread();
  for (const index of byStart(calls)) {
    const { kept, removed, gap, behind } = plan[index] ?? { kept: [], removed: [], gap: 0, behind: undefined };
    if (kept.length === 0 && removed.length === 0) continue;
    const needed = Math.max(-Infinity, ...kept.map(end));
    if (removed.length === 0) starts[index] = needed + gap;
    else starts[index] = thread.work(Math.max(needed, Math.min(...removed.map((at) => starts[at] ?? 0))), gap, behind);
  }
  return starts;
}

function byStart(calls: readonly Call[]): number[] {
  const order = calls.map((_, index) => index);
  return order.sort((a, b) => (calls[a]?.start ?? 0) - (calls[b]?.start ?? 0) || a - b);
}

/** One CPU: work that moves never overlaps other work that moves. Calls behind one call share its stretch of work. */
class Thread {
  #free = -Infinity;
  readonly #stretches = new Map<number | undefined, Micros>();

  /** When the work is done that lay between `behind`'s end and a call, if it may begin at `ready`. */
  work(ready: Micros, gap: Micros, behind: number | undefined): Micros {
    const done = this.#stretches.get(behind) ?? 0;
    this.#stretches.set(behind, Math.max(done, gap));
    this.#free = Math.max(ready, this.#free) + Math.max(0, gap - done);
    return this.#free;
  }
}

/**
 * When the work that followed each call would be done if it stayed there, one piece after the other. Calls that started
 * together shared one stretch of work: the longest counts.
 */
function workLeftBehind(calls: readonly Call[], plan: readonly Planned[], starts: readonly Micros[]): Micros {
  const longest = new Map<number, Micros>();
  for (const { behind, gap, removed } of plan) {
    if (behind !== undefined && removed.includes(behind)) longest.set(behind, Math.max(gap, longest.get(behind) ?? 0));
  }
  const pieces = [...longest].map(([after, gap]) => ({ ready: (starts[after] ?? 0) + lengthOf(calls, after), gap }));
  pieces.sort((a, b) => a.ready - b.ready);
  return pieces.reduce((done, { ready, gap }) => Math.max(done, ready) + gap, -Infinity);
}

function contentionOf(
  calls: readonly Call[],
  starts: readonly Micros[],
  contention: number,
): (index: number) => number {
  if (contention === 0) return () => 1;
  const factors = calls.map((call, index) => {
    const beside = calls.filter((other, at) => {
      if (at === index || hostOf(other) !== hostOf(call)) return false;
      const start = starts[at] ?? 0;
      const mine = starts[index] ?? 0;
      const together = start < mine + (call.end - call.start) && mine < start + (other.end - other.start);
      const before = other.start < call.end && call.start < other.end;
      return together && !before;
    });
    return 1 + contention * beside.length;
  });
  return (index) => factors[index] ?? 1;
}

function lastEnd(
  request: Interval,
  calls: readonly Call[],
  starts: readonly Micros[],
  slower: (index: number) => number,
): Micros {
  let last = request.start;
  calls.forEach((call, index) => {
    // What ended after the response was streamed or thrown away; it did not decide when the response ended.
    if (call.background || call.end > request.end) return;
    last = Math.max(last, (starts[index] ?? call.start) + lengthOf(calls, index) * slower(index));
  });
  return last;
}

function endOf(calls: readonly Call[], index: number): Micros {
  return calls[index]?.end ?? 0;
}

function lengthOf(calls: readonly Call[], index: number): Micros {
  const call = calls[index];
  return call === undefined ? 0 : call.end - call.start;
}

function hostOf(call: Call): string {
  return call.target.split("/", 1)[0] ?? "";
}
