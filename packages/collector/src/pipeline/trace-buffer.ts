import type { Resource } from "@weir/core";
import type { SpanHead } from "../ingest/span-batch.ts";
import { type HeldPart, HeldSpans } from "./held-spans.ts";

export interface TraceBufferOptions {
  /** A trace is closed when no span of it arrived for so long. Milliseconds. */
  readonly quietMs: number;
  /** A trace is closed at this age whatever still arrives. Milliseconds. */
  readonly maxAgeMs: number;
  /** Spans held over all open traces; the receiver is asked to wait above it. */
  readonly maxSpans: number;
}

/** How spans came. */
export interface Arrival {
  /** The journal entry that holds their bytes. */
  readonly entry: number;
  readonly now: number;
}

/** Spans of one trace from one process, as they have arrived so far. */
export interface OpenTrace {
  readonly key: string;
  readonly spans: HeldSpans;
  /** Journal entries that hold bytes of these spans. */
  readonly entries: Set<number>;
  firstAt: number;
  lastAt: number;
}

/**
 * Groups spans by (trace, process) until a trace has been quiet for a while. The root's end closes nothing: streamed
 * and background calls end later, and a parent may arrive after its children.
 *
 * Two maps in arrival order make closing cheap: `byActivity` is re-ordered whenever spans arrive, `byAge` never, so the traces
 * to close are always at the front of one of them.
 */
export class TraceBuffer {
  readonly #options: TraceBufferOptions;
  readonly #byActivity = new Map<string, OpenTrace>();
  readonly #byAge = new Map<string, OpenTrace>();
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

  /**
   * Adds spans of one trace and answers those that were not there already. When none is left, the journal entry gains nothing
   * to wait for.
   */
  add(key: string, part: HeldPart, { entry, now }: Arrival): HeldPart {
    const trace = this.#touch(key, now);
    const added = trace.spans.add(part);
    this.#duplicates += part.size - added.size;
    this.#spans += added.size;
    if (added.size > 0) trace.entries.add(entry);
    return added;
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

  #touch(key: string, now: number): OpenTrace {
    const trace = this.#byAge.get(key) ?? this.#open(key, now);
    this.#byActivity.delete(key);
    this.#byActivity.set(key, trace);
    trace.lastAt = now;
    return trace;
  }

  #open(key: string, now: number): OpenTrace {
    const trace: OpenTrace = { key, spans: new HeldSpans(), entries: new Set(), firstAt: now, lastAt: now };
    this.#byAge.set(key, trace);
    return trace;
  }

  #remove(trace: OpenTrace): void {
    this.#byActivity.delete(trace.key);
    this.#byAge.delete(trace.key);
    this.#spans -= trace.spans.size;
  }
}

/** One process's part of a trace: two services that share a trace id are two requests. */
export function traceKey({ traceId, resource }: Pick<SpanHead, "traceId" | "resource">): string {
  const { service, env, version, instance } = resource;
  return [traceId, service, env, version ?? "", instance ?? ""].join("\u0000");
}

/** `traceKey` of spans one after the other: neighbours mostly share it. */
export class TraceKeys {
  #traceId = "";
  #resource: Resource | undefined;
  #key = "";

  of(span: SpanHead): string {
    if (span.traceId !== this.#traceId || span.resource !== this.#resource) {
      this.#key = traceKey(span);
      this.#traceId = span.traceId;
      this.#resource = span.resource;
    }
    return this.#key;
  }
}
