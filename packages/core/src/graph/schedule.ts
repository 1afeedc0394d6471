import type { Call } from "../model/call.ts";
import type { Micros } from "../model/time.ts";
import type { Planned, Release } from "./reschedule-plan.ts";

/**
 * New starts and ends, worked out in order of the observed starts: whatever a call waits for started before it. Calls
 * inside an internal call start a fixed time after it, and it ends a fixed time after the last of them.
 */
export class Schedule {
  readonly starts: readonly Micros[];
  readonly #starts: Micros[];
  readonly #calls: readonly Call[];
  readonly #plan: readonly Planned[];
  readonly #slower: (index: number) => number;
  readonly #inside = new Map<number, number[]>();

  constructor(calls: readonly Call[], plan: readonly Planned[], slower: (index: number) => number) {
    this.#calls = calls;
    this.#plan = plan;
    this.#slower = slower;
    this.#starts = calls.map((call) => call.start);
    this.starts = this.#starts;
    for (const { index, within } of calls) {
      if (within !== undefined && within < index)
        this.#inside.set(within, [...(this.#inside.get(within) ?? []), index]);
    }
    const thread = new Thread();
    for (const index of byStart(calls)) this.#starts[index] = this.#startOf(index, thread);
  }

  endOf(index: number): Micros {
    const call = this.#calls[index];
    if (call === undefined) return 0;
    const start = this.#starts[index] ?? call.start;
    const inner = (this.#inside.get(index) ?? []).filter((at) => (this.#calls[at]?.end ?? 0) <= call.end);
    if (inner.length === 0) return start + (call.end - call.start) * this.#slower(index);
    const observed = Math.max(...inner.map((at) => this.#calls[at]?.end ?? 0));
    return Math.max(start, ...inner.map((at) => this.endOf(at))) + (call.end - observed);
  }

  /** When a call lets a later one go on. */
  releaseOf({ call, after, wholeCall }: Release): Micros {
    return wholeCall ? this.endOf(call) : (this.#starts[call] ?? 0) + after * this.#slower(call);
  }

  #startOf(index: number, thread: Thread): Micros {
    const call = this.#calls[index];
    const planned = this.#plan[index];
    if (call === undefined || planned === undefined) return 0;
    const { kept, removed, gap, behind } = planned;
    const shift = this.#shiftOfContainer(call);
    if (kept.length === 0 && removed.length === 0) return call.start + shift;
    const needed = kept.reduce((latest, release) => Math.max(latest, this.releaseOf(release)), -Infinity);
    if (removed.length === 0) return needed + gap;
    const freed = Math.min(...removed.map((release) => this.#starts[release.call] ?? 0));
    return thread.work(Math.max(needed, freed), gap, behind?.moment);
  }

  #shiftOfContainer({ index, within }: Call): Micros {
    if (within === undefined || within >= index) return 0;
    return (this.#starts[within] ?? 0) - (this.#calls[within]?.start ?? 0);
  }
}

function byStart(calls: readonly Call[]): number[] {
  const order = calls.map((_, index) => index);
  return order.sort((a, b) => (calls[a]?.start ?? 0) - (calls[b]?.start ?? 0) || a - b);
}

/** One CPU: work that moves never overlaps other work that moves. Calls that followed one moment share its stretch of work. */
class Thread {
  #free = -Infinity;
  readonly #stretches = new Map<Micros | undefined, Micros>();

  /** When the work is done that lay between the moment `began` and a call, if it may begin at `ready`. */
  work(ready: Micros, gap: Micros, began: Micros | undefined): Micros {
    const done = this.#stretches.get(began) ?? 0;
    this.#stretches.set(began, Math.max(done, gap));
    this.#free = Math.max(ready, this.#free) + Math.max(0, gap - done);
    return this.#free;
  }
}
