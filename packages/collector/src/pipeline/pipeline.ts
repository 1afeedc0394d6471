import type { RequestAnalysis } from "@weir/core";
import type { Clock } from "../clock.ts";
import { WeirError } from "../errors.ts";
import type { SpanHead } from "../ingest/span-batch.ts";
import type { Delivery, SpanSink } from "../ingest/span-sink.ts";
import type { Store } from "../store/port.ts";
import type { AnalysedTrace, Analyst } from "./analyst.ts";
import { cutBatches, type DayBatch, type Finished, untilDone } from "./batcher.ts";
import { EntryUses } from "./entry-uses.ts";
import type { Intent, IntentLog } from "./intent-log.ts";
import { HeldBody, HeldBytes, type HeldPart, type HeldSpans, PartOfBody, WholeSpans } from "./held-spans.ts";
import { placesByTrace } from "./places-by-trace.ts";
import { RecentTraces } from "./recent-traces.ts";
import { reverse } from "./rows.ts";
import { type OpenTrace, TraceBuffer, type TraceBufferOptions } from "./trace-buffer.ts";

export interface PipelineOptions extends TraceBufferOptions {
  /** Spans kept after analysis so that a late one can correct it. */
  readonly maxRecentSpans: number;
  /** Bytes of the bodies that open and recent traces are read from; the receiver is asked to wait above it. */
  readonly maxHeldBytes: number;
  /** Finished traces are written to the store at most this long after their analysis. Milliseconds. */
  readonly flushMs: number;
  /** How long a trace waits for source files its agent has announced. Milliseconds. */
  readonly sourceWaitMs: number;
}

export interface PipelineParts<Told> {
  readonly store: Store;
  readonly analyst: Analyst;
  readonly intents: IntentLog;
  /** For how long something has waited: of a clock that does not jump. */
  readonly clock: Clock;
  /** Unique for ever: collector id and sequence. */
  readonly nextBatchId: () => string;
  /** Everything read from this journal entry is in the store. */
  readonly release: (entry: number) => void;
  readonly isLiveEntry: (entry: number) => boolean;
  /** Did this build's agent announce source files? */
  readonly expectsSources: (app: { readonly service: string; readonly env: string }) => boolean;
  /** Told of every delivery that held new spans. */
  readonly onSpans: (spans: readonly SpanHead[]) => void;
  /** What is to be told of a request once it is stored; of the analysis nothing else is kept until then. */
  readonly outline: (analysis: RequestAnalysis) => Told;
  readonly onStored: (told: readonly Told[]) => void;
  readonly onFailure: (what: "analysis" | "store", error: unknown) => void;
}

export interface PipelineCounts {
  readonly spans: number;
  readonly requests: number;
  readonly duplicates: number;
  /** Traces whose analysis failed; their spans are given up and counted. */
  readonly failed: number;
  readonly openSpans: number;
  readonly openTraces: number;
  /** Bytes of the bodies that open and recent traces are read from. */
  readonly heldBytes: number;
  readonly corrections: number;
  /** Spans of traces in which no request was found: work outside of requests, and parts that came after a crash. */
  readonly rootless: number;
  /** How long the oldest trace that is due has been waiting for its analysis. Milliseconds. */
  readonly lagMs: number;
}

interface Waiting {
  readonly trace: OpenTrace;
  /** When it is analysed even without the source files that were announced. */
  readonly until: number;
}

/** Pause between two tries to write one batch, by attempt; the last one repeats. Milliseconds. */
const STORE_RETRY_MS = [100, 250, 500, 1000, 2000, 5000] as const;

/** Pause before the store is asked about evidence again after it was away. Milliseconds. */
const ASK_AGAIN_MS = 1_000;

/** Traces analysed in one turn; between turns the event loop serves requests. */
const ANALYSE_AT_ONCE = 16;
/** Analysed traces are written once so many wait, whatever the time: what is known of a trace takes many times its spans. */
const MAX_FINISHED = 256;

/**
 * From spans to the store: bounded buffer, quiet-time closing, analysis, batches. The receiver has the bytes in its
 * journal before `accept`; an entry is released when every trace it began is stored.
 */
export class Pipeline<Told> implements SpanSink {
  readonly #options: PipelineOptions;
  readonly #parts: PipelineParts<Told>;
  readonly #buffer: TraceBuffer;
  readonly #recent: RecentTraces;
  readonly #held = new HeldBytes();
  readonly #entries: EntryUses;
  /** Spans an earlier process stored, by trace. */
  #before: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  /** Closed traces to be analysed, by key, the oldest first. */
  readonly #waiting = new Map<string, Waiting>();
  #finished: Finished<Told>[] = [];
  #flushAt = Infinity;
  #askAgainAt = -Infinity;
  /** What the store last failed with. */
  #away: unknown;
  #running: Promise<void> = Promise.resolve();
  #writing: Promise<void> = Promise.resolve();
  #busySpans = 0;
  #stopping = false;
  readonly #counts = { spans: 0, requests: 0, failed: 0, duplicates: 0, corrections: 0, rootless: 0 };

  constructor(options: PipelineOptions, parts: PipelineParts<Told>) {
    this.#options = options;
    this.#parts = parts;
    this.#buffer = new TraceBuffer(options);
    this.#recent = new RecentTraces(options.maxRecentSpans);
    this.#entries = new EntryUses(parts.release);
  }

  get counts(): PipelineCounts {
    return {
      ...this.#counts,
      duplicates: this.#counts.duplicates + this.#buffer.duplicates,
      openSpans: this.#buffer.spans + this.#busySpans,
      openTraces: this.#buffer.traces,
      heldBytes: this.#held.bytes,
      lagMs: this.#lagMs(),
    };
  }

  #lagMs(): number {
    const [oldest] = this.#waiting.values();
    if (oldest === undefined) return 0;
    return Math.max(0, this.#parts.clock() - oldest.trace.lastAt - this.#options.quietMs);
  }

  hasRoom(spans: number, bytes: number = 0): boolean {
    return this.#buffer.hasRoom(spans + this.#busySpans) && this.#hasMemory(bytes);
  }

  /** Recent traces make room for new ones. Where nothing is held, a body of any size fits. */
  #hasMemory(bytes: number): boolean {
    const isFull = (): boolean => this.#held.bytes > 0 && this.#held.bytes + bytes > this.#options.maxHeldBytes;
    while (isFull() && this.#recent.forgetOldest());
    return !isFull();
  }

  accept(delivery: Delivery): number {
    return this.#take(delivery, undefined);
  }

  /** Like `accept` for entries found in the journal at start: spans of traces that are stored already are left out. */
  async replay(deliveries: AsyncIterable<Delivery> | Iterable<Delivery>): Promise<number> {
    this.#parts.intents.prune(this.#parts.isLiveEntry);
    const stored = await this.#storedTraces();
    let spans = 0;
    for await (const delivery of deliveries) {
      spans += this.#take(delivery, stored);
    }
    return spans;
  }

  /** Does what is due; call it a few times a second. Resolves when that work is done. */
  tick(): Promise<void> {
    this.#running = this.#running.then(() => this.#work(false)).catch((error: unknown) => this.#failed(error));
    return this.#running;
  }

  /** Closes, analyses and stores everything that is open. */
  drain(): Promise<void> {
    this.#stopping = true;
    this.#running = this.#running.then(() => this.#work(true)).catch((error: unknown) => this.#failed(error));
    return this.#running;
  }

  #take(delivery: Delivery, stored: ReadonlySet<string> | undefined): number {
    const arrival = { entry: delivery.entry, now: this.#parts.clock() };
    const keep = this.#keeping(delivery);
    let traces = 0;
    let added = 0;
    const { places, repeated } = placesByTrace(delivery.spans);
    this.#counts.duplicates += repeated;
    for (const [key, arrived] of places) {
      if (stored?.has(`${delivery.entry}\u0000${key}`) === true) continue;
      const part = this.#withoutRepeated(key, keep([...arrived.values()]));
      if (part.size === 0) continue;
      const held = this.#buffer.add(key, part, arrival);
      if (held.size === 0) continue;
      held.hold();
      traces += 1;
      added += held.size;
    }
    this.#counts.spans += added;
    if (added > 0) this.#parts.onSpans(delivery.spans);
    this.#entries.begin(delivery.entry, traces);
    return added;
  }

  #keeping({ spans, bytes }: Delivery): (indices: readonly number[]) => HeldPart {
    if (bytes === undefined) return (indices) => new WholeSpans(indices.flatMap((index) => spans[index] ?? []));
    const body = new HeldBody(bytes, this.#held);
    return (indices) => new PartOfBody(body, indices);
  }

  /** Without those seen in a trace that was analysed a moment ago, by this process or by the one before. */
  #withoutRepeated(key: string, part: HeldPart): HeldPart {
    const before = this.#before.get(key);
    const recent = this.#buffer.isOpen(key) ? undefined : this.#recent.peek(key)?.spans;
    if (before === undefined && recent === undefined) return part;
    const fresh = part.filter((id) => before?.has(id) !== true && recent?.has(id) !== true);
    this.#counts.duplicates += part.size - fresh.size;
    return fresh;
  }

  async #storedTraces(): Promise<Set<string>> {
    const stored = new Set<string>();
    const before = new Map<string, Set<string>>();
    const remember = ({ traces }: Intent): void => {
      for (const { key, spans } of traces) before.set(key, new Set([...(before.get(key) ?? []), ...(spans ?? [])]));
    };
    for (const intent of this.#parts.intents.stored) remember(intent);
    for (const intent of this.#parts.intents.intents) {
      if (!(await this.#parts.store.hasBatch(intent.batch))) continue;
      remember(intent);
      for (const { key, entries } of intent.traces) for (const entry of entries) stored.add(`${entry}\u0000${key}`);
    }
    this.#before = before;
    return stored;
  }

  async #work(everything: boolean): Promise<void> {
    const due = everything ? this.#buffer.closeAll() : this.#buffer.close(this.#parts.clock());
    for (const trace of due) this.#busySpans += trace.spans.size;
    for (const trace of due) this.#wait(trace);
    await this.#analyseWaiting(everything);
    if (everything) await this.#analyseRest();
    if (everything || this.#parts.clock() >= this.#flushAt) await this.#flush();
    await this.#writing;
  }

  /** A trace that was closed, reopened by a late span and closed again before its analysis is one trace. */
  #wait(trace: OpenTrace): void {
    const same = this.#waiting.get(trace.key);
    if (same === undefined) {
      this.#waiting.set(trace.key, { trace, until: this.#parts.clock() + this.#options.sourceWaitMs });
      return;
    }
    const shared = [...trace.entries].filter((entry) => same.trace.entries.has(entry));
    const repeated = same.trace.spans.absorb(trace.spans);
    this.#counts.duplicates += repeated;
    this.#busySpans -= repeated;
    for (const entry of trace.entries) same.trace.entries.add(entry);
    this.#entries.release(new Set(shared));
  }

  async #analyseWaiting(everything: boolean): Promise<void> {
    if (!everything && this.#parts.clock() < this.#askAgainAt) return;
    const waiting = [...this.#waiting.values()];
    for (let at = 0; at < waiting.length; at += ANALYSE_AT_ONCE) {
      const some = waiting.slice(at, at + ANALYSE_AT_ONCE);
      await Promise.all(some.map((item) => this.#analyse(item, everything)));
      if (this.#finished.length >= MAX_FINISHED) await this.#flush();
      if (this.#parts.clock() < this.#askAgainAt) return;
    }
  }

  /** Nothing waits for its sources any more: what is left could not be asked about, and else stays in the journal. */
  async #analyseRest(): Promise<void> {
    let attempt = 0;
    while (this.#waiting.size > 0 && (await this.#pause(attempt, this.#away))) {
      await this.#analyseWaiting(true);
      attempt += 1;
    }
  }

  async #analyse(item: Waiting, everything: boolean): Promise<void> {
    const { trace } = item;
    this.#waiting.delete(trace.key);
    const recent = this.#recent.peek(trace.key);
    const all = recent === undefined ? trace.spans : recent.spans.with(trace.spans);
    const { analyst } = this.#parts;
    let changes = false;
    try {
      const spans = all.read();
      const requests = await analyst.requests(spans);
      const patient = !everything && this.#parts.clock() < item.until;
      if (patient && requests.some((request) => this.#lacksSources(request))) {
        this.#waiting.set(trace.key, item);
        return;
      }
      changes = true;
      if (recent !== undefined) analyst.takeBack(recent.rows);
      const analysed = await analyst.analyse(requests, spans);
      const added = recent === undefined ? spans.map(({ spanId }) => spanId) : trace.spans.ids();
      this.#finish(trace, all, analysed, added);
    } catch (error) {
      if (!changes && isAway(error)) return this.#askAgain(item, error);
      this.#counts.failed += 1;
      this.#parts.onFailure("analysis", error);
      this.#letGo(trace.spans);
      this.#entries.release(trace.entries);
    }
  }

  /** The store that knows the evidence is away: the trace waits, and so do those behind it. */
  #askAgain(item: Waiting, error: unknown): void {
    this.#parts.onFailure("store", error);
    this.#waiting.set(item.trace.key, item);
    this.#askAgainAt = this.#parts.clock() + ASK_AGAIN_MS;
    this.#away = error;
  }

  #letGo(spans: HeldSpans): void {
    spans.release();
    this.#busySpans -= spans.size;
  }

  #lacksSources(request: RequestAnalysis["request"]): boolean {
    if (!this.#parts.expectsSources(request)) return false;
    return request.calls.some((call) => call.frames.length > 0 && call.frames.every((frame) => !frame.mapped));
  }

  /** `added`: ids of the trace's spans that were not in an earlier analysis. */
  #finish(trace: OpenTrace, spans: HeldSpans, analysed: AnalysedTrace, added: readonly string[]): void {
    const before = this.#recent.take(trace.key);
    if (before !== undefined && before.rows.requests.length > 0) this.#counts.corrections += 1;
    const takenBack = before === undefined ? undefined : reverse(before.rows);
    this.#recent.put({ key: trace.key, spans, rows: analysed.rows });
    const { key, entries } = trace;
    const { rows, documents, traces } = analysed;
    const told = analysed.analyses.map((analysis) => this.#parts.outline(analysis));
    const stored = { rows, documents, traces };
    this.#finished.push({ key, entries, spans: added, trace: stored, told, takenBack });
    this.#flushAt = Math.min(this.#flushAt, this.#parts.clock() + this.#options.flushMs);
    this.#letGo(trace.spans);
    this.#counts.requests += analysed.analyses.length - (before?.rows.requests.length ?? 0);
    if (analysed.analyses.length === 0) this.#counts.rootless += trace.spans.size;
  }

  /** Begins to write what is finished. One write at a time, in order; the next traces are analysed beside it. */
  async #flush(): Promise<void> {
    await this.#writing;
    const finished = this.#finished;
    this.#finished = [];
    this.#flushAt = Infinity;
    this.#writing = this.#writeAll(finished).catch((error: unknown) => this.#failed(error));
  }

  async #writeAll(finished: readonly Finished<Told>[]): Promise<void> {
    for (const day of cutBatches(finished, this.#parts.nextBatchId)) await this.#write(day);
    this.#parts.intents.prune(this.#parts.isLiveEntry);
  }

  async #write({ batch, items }: DayBatch<Told>): Promise<void> {
    const traces = items.map(({ key, entries, spans }) => ({ key, entries: [...entries], spans }));
    const { store, intents } = this.#parts;
    const write = async (): Promise<void> => {
      intents.add({ batch: batch.id, traces });
      await store.writeBatch(batch);
    };
    const stored = await untilDone(write, (attempt, error) => this.#pause(attempt, error));
    // What could not be written stays in the journal and is replayed at the next start.
    if (!stored) return;
    for (const { entries } of items) this.#entries.release(entries);
    this.#parts.onStored(items.flatMap(({ told }) => told));
  }

  /** One broken round must not stop the next ones. */
  #failed(error: unknown): void {
    this.#parts.onFailure("store", error);
  }

  async #pause(attempt: number, error: unknown): Promise<boolean> {
    this.#parts.onFailure("store", error);
    if (this.#stopping && attempt >= STORE_RETRY_MS.length) return false;
    const ms = STORE_RETRY_MS[Math.min(attempt, STORE_RETRY_MS.length - 1)] ?? 0;
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
    return true;
  }
}

/** A store that may answer another time says so by its status. */
function isAway(error: unknown): boolean {
  return error instanceof WeirError && error.status === 503;
}
