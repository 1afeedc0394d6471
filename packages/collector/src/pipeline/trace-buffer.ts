import type { Resource, Span } from "@weir/core";
import type { HeldSpan } from "./held-span.ts";

export interface TraceBufferOptions {
  /** A trace is closed when no span of it arrived for so long. Milliseconds. */
  readonly quietMs: number;
  /** A trace is closed at this age whatever still arrives. Milliseconds. */
  readonly maxAgeMs: number;
  /** Spans held over all open traces; the receiver is asked to wait above it. */
  readonly maxSpans: number;
}

/** How a span came. */
export interface Arrival {
  /** The journal entry that holds its bytes. */
  readonly entry: number;
  readonly now: number;
}

/** Spans of one trace from one process, as they have arrived so far. */
export interface OpenTrace {
  readonly key: string;
  readonly spans: Map<string, HeldSpan>;
  /** Journal entries that hold bytes of these spans. */
  readonly entries: Set<number>;
  firstAt: number;
  lastAt: number;
}

/**
 * Groups spans by (trace, process) until a trace has been quiet for a while. The root's end closes nothing: streamed
 * and background calls end later, and a parent may arrive after its children.
 *
 * Two maps in arrival order make closing cheap: `byActivity` is re-ordered on every span, `byAge` never, so the traces
 * to close are always at the front of one of them.
 */
export class TraceBuffer {
  readonly #options: TraceBufferOptions;
  readonly #byActivity = new Map<string, OpenTrace>();
  readonly #byAge = new Map<string, OpenTrace>();
  /** The trace that was active last. */
  #newest: OpenTrace | undefined;
  #spans = 0;
  #duplicates = 0;

  constructor(options: TraceBufferOptions) {
    this.#options = options;
  }

  get spans(): number {
    return this.#spans;
  }

  get traces(): number {
    return this.#byAge.size;
  }

  /** Spans seen twice by (trace id, span id) while their trace was open. */
  get duplicates(): number {
    return this.#duplicates;
  }

  hasRoom(spans: number): boolean {
    return this.#spans + spans <= this.#options.maxSpans;
  }

  /** Adds one span; false when it was there already, and then its journal entry gains nothing to wait for. */
  add(key: string, spanId: string, span: HeldSpan, { entry, now }: Arrival): boolean {
    const trace = this.#touch(key, now);
    if (trace.spans.has(spanId)) {
      this.#duplicates += 1;
      return false;
    }
    trace.spans.set(spanId, span);
    trace.entries.add(entry);
    this.#spans += 1;
    return true;
  }

  isOpen(key: string): boolean {
    return this.#byAge.has(key);
  }

  /** Takes out the traces that are due at `now`. */
  close(now: number): OpenTrace[] {
    const due: OpenTrace[] = [];
    for (const trace of this.#byActivity.values()) {
      if (trace.lastAt + this.#options.quietMs > now) break;
      due.push(trace);
    }
    for (const trace of this.#byAge.values()) {
      if (trace.firstAt + this.#options.maxAgeMs > now) break;
      if (trace.lastAt + this.#options.quietMs > now) due.push(trace);
    }
    for (const trace of due) this.#remove(trace);
    return due;
  }

  /** Takes out everything, for draining at shutdown. */
  closeAll(): OpenTrace[] {
    const all = [...this.#byAge.values()];
    for (const trace of all) this.#remove(trace);
    return all;
  }

  /** Neighbours mostly belong to one trace, and that one need not be moved to the end again. */
  #touch(key: string, now: number): OpenTrace {
    let trace = this.#newest;
    if (trace?.key !== key) {
      trace = this.#byAge.get(key) ?? this.#open(key, now);
      this.#byActivity.delete(key);
      this.#byActivity.set(key, trace);
      this.#newest = trace;
    }
    trace.lastAt = now;
    return trace;
  }

  #open(key: string, now: number): OpenTrace {
    const trace: OpenTrace = { key, spans: new Map(), entries: new Set(), firstAt: now, lastAt: now };
    this.#byAge.set(key, trace);
    return trace;
  }

  #remove(trace: OpenTrace): void {
    if (trace === this.#newest) this.#newest = undefined;
    this.#byActivity.delete(trace.key);
    this.#byAge.delete(trace.key);
    this.#spans -= trace.spans.size;
  }
}

/** One process's part of a trace: two services that share a trace id are two requests. */
export function traceKey({ traceId, resource }: Pick<Span, "traceId" | "resource">): string {
  const { service, env, version, instance } = resource;
  return [traceId, service, env, version ?? "", instance ?? ""].join("\u0000");
}

/** `traceKey` of spans one after the other: neighbours mostly share it. */
export class TraceKeys {
  #traceId = "";
  #resource: Resource | undefined;
  #key = "";

  of(span: Span): string {
    if (span.traceId !== this.#traceId || span.resource !== this.#resource) {
      this.#key = traceKey(span);
      this.#traceId = span.traceId;
      this.#resource = span.resource;
    }
    return this.#key;
  }
}
