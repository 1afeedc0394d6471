import type { HeldSpans } from "./held-spans.ts";
import type { Rows } from "./rows.ts";

/** What an analysed trace left behind, so that a late span can correct it. */
export interface RecentTrace {
  readonly key: string;
  readonly spans: HeldSpans;
  readonly rows: Rows;
}

/**
 * Traces that were analysed a moment ago. A span that comes after its trace was closed takes the rows back and has the
 * whole trace analysed again; beyond the bound the oldest are forgotten and their late spans are counted as dropped.
 */
export class RecentTraces {
  readonly #maxSpans: number;
  readonly #traces = new Map<string, RecentTrace>();
  /** Goes on where it stopped: from the front, it would pass the places of all that were forgotten since. */
  #oldest = this.#traces.keys();
  #spans = 0;

  constructor(maxSpans: number) {
    this.#maxSpans = maxSpans;
  }

  get spans(): number {
    return this.#spans;
  }

  put(trace: RecentTrace): void {
    this.take(trace.key);
    this.#traces.set(trace.key, trace);
    this.#spans += trace.spans.size;
    trace.spans.hold();
    while (this.#spans > this.#maxSpans && this.forgetOldest());
  }

  /** False when there is none. */
  forgetOldest(): boolean {
    const { value: oldest } = this.#oldest.next();
    if (oldest !== undefined) return this.take(oldest) !== undefined;
    // It has come to the end, and all before are gone.
    this.#oldest = this.#traces.keys();
    return false;
  }

  peek(key: string): RecentTrace | undefined {
    return this.#traces.get(key);
  }

  take(key: string): RecentTrace | undefined {
    const trace = this.#traces.get(key);
    if (trace === undefined) return undefined;
    this.#traces.delete(key);
    this.#spans -= trace.spans.size;
    trace.spans.release();
    return trace;
  }
}
