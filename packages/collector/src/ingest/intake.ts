import type { Span } from "@weir/core";
import { type ErrorCode, WeirError } from "../errors.ts";
import type { Counter, Metrics } from "../metrics.ts";
import type { BodyForm } from "./body-form.ts";
import { gunzip } from "./gunzip.ts";
import type { Journal } from "./journal/journal.ts";
import { readSpans as readJson } from "./json/read-spans.ts";
import type { PartialSuccess } from "./otlp-answer.ts";
import { partialSuccess } from "./partial-success.ts";
import { checkSpans } from "./protobuf/read-spans.ts";
import { redactSpan, redactSpans } from "./redact-spans.ts";
import { type CheckedBatch, READ_LIMITS, type ReadLimits, type SpanBatch, type SpanBytes } from "./span-batch.ts";
import type { Delivery, SpanSink } from "./span-sink.ts";

export interface IntakeOptions {
  readonly sink: SpanSink;
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** Bytes of one body after decompression. */
  readonly maxBodyBytes: number;
  readonly limits?: ReadLimits;
  /** Spans read and waiting for the journal at once. */
  readonly maxOnTheWay?: number;
}

export interface IntakeCounts {
  /** Export requests that held spans and were accepted. */
  readonly requests: number;
  readonly spans: number;
  /** Spans left out because they are invalid. */
  readonly rejected: number;
  /** Bodies of the journal that can no longer be read. */
  readonly unreadable: number;
  /** Spans that had been seen before. */
  readonly duplicates: number;
}

/**
 * Spans that have been read and wait for the journal to have their bytes. Those of a JSON body are objects by then, which
 * take several times what they take in the buffer behind it, so there are fewer; a single body may hold more.
 */
const MAX_ON_THE_WAY = 25_000;

/** Seconds after which a sender should try again when a buffer is full. */
const RETRY_AFTER = 2;

/** The way of a body from the wire to the pipeline, whatever protocol it came by. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #limits: ReadLimits;
  /** Spans read and not yet in the sink, because their bytes are on their way into the journal. */
  #onTheWay = 0;
  readonly #requests: Counter;
  readonly #spans: Counter;
  readonly #duplicates: Counter;
  readonly #rejected: Counter;
  readonly #cut: Counter;
  readonly #unreadable: Counter;

  constructor(options: IntakeOptions) {
    const { metrics } = options;
    this.#options = options;
    this.#limits = options.limits ?? READ_LIMITS;
    this.#requests = metrics.counter("weir_ingest_batches_total", "Export requests with spans that were accepted");
    this.#spans = metrics.counter("weir_ingest_spans_total", "Spans accepted, repeated ones included");
    this.#duplicates = metrics.counter("weir_ingest_duplicate_spans_total", "Spans that had been seen before");
    this.#rejected = metrics.counter("weir_ingest_rejected_spans_total", "Invalid spans, by what is wrong with them");
    this.#cut = metrics.counter("weir_ingest_cut_total", "Attributes, span events and links above a limit");
    this.#unreadable = metrics.counter("weir_replay_unreadable_total", "Journal entries that could not be read again");
    const { journal } = options;
    metrics.gauge("weir_journal_bytes", "Bytes of the journal's files", () => journal.stats().bytes);
    metrics.gauge("weir_journal_files", "Files of the journal", () => journal.stats().segments);
    metrics.gauge("weir_journal_failed", "Bodies the journal refused since the start", () => journal.stats().failed);
    metrics.gauge("weir_journal_lost_bytes", "Bytes that replay could not read", () => journal.stats().lostBytes);
    metrics.gauge("weir_journal_torn_bytes", "Bytes of a write cut short by a crash", () => journal.stats().tornBytes);
  }

  get counts(): IntakeCounts {
    return {
      requests: this.#requests.total,
      spans: this.#spans.total,
      rejected: this.#rejected.total,
      unreadable: this.#unreadable.total,
      duplicates: this.#duplicates.total,
    };
  }

  /**
   * Before any work: under overload the cheapest answer is "later".
   *
   * @throws WeirError with a status of 503 when a body of so many bytes would not be taken now.
   */
  checkRoom(bytes: number): void {
    const { journal } = this.#options;
    if (!this.#hasRoomFor(1, bytes)) throw overloaded("WEIR_PIPELINE_FULL", "The span buffer is full");
    if (!journal.hasRoom(bytes)) throw overloaded("WEIR_JOURNAL_FULL", "The journal is full");
  }

  /**
   * Takes a body; when it resolves, the spans are durable and in the pipeline. Answers what the sender should know.
   *
   * @throws WeirError with a status of 400 or 413 for a body that can never be taken, 503 for one that may be later.
   */
  async take(body: Buffer, form: BodyForm): Promise<PartialSuccess | undefined> {
    const { sink, journal } = this.#options;
    this.checkRoom(body.length);
    const batch = await this.#read(body, form);
    const count = batch.spans.length;
    if (count > 0) {
      if (!this.#hasRoomFor(count, bytesOf(batch))) throw overloaded("WEIR_PIPELINE_FULL", "The span buffer is full");
      this.#onTheWay += count;
      let entry: number;
      try {
        entry = await journal.append(body, form);
      } finally {
        this.#onTheWay -= count;
      }
      this.#duplicates.add(count - sink.accept(deliveryOf(batch, entry)));
      this.#requests.add();
      this.#spans.add(count, { encoding: form.encoding });
    }
    for (const [reason, spans] of batch.rejected) this.#rejected.add(spans, { reason });
    this.#cut.add(batch.cut);
    return partialSuccess(batch);
  }

  #hasRoomFor(count: number, bytes: number | undefined): boolean {
    const { sink, maxOnTheWay = MAX_ON_THE_WAY } = this.#options;
    if (this.#onTheWay > 0 && this.#onTheWay + count > maxOnTheWay) return false;
    return sink.hasRoom(this.#onTheWay + count, bytes);
  }

  /** What an earlier process had accepted and not stored, for the pipeline's replay. */
  async *replay(): AsyncGenerator<Delivery> {
    const { journal } = this.#options;
    for await (const { entry, body, form } of journal.replay()) {
      let batch: Batch;
      try {
        batch = await this.#read(body, form);
      } catch (error) {
        // It was readable when it was accepted: another release of Weir wrote it.
        if (!(error instanceof WeirError)) throw error;
        this.#unreadable.add();
        journal.release(entry);
        continue;
      }
      yield deliveryOf(batch, entry);
    }
  }

  async #read(body: Buffer, form: BodyForm): Promise<Batch> {
    const plain = form.gzip ? await gunzip(body, this.#options.maxBodyBytes) : body;
    if (form.encoding === "protobuf") return checkSpans(plain, this.#limits);
    const batch = readJson(plain, this.#limits);
    redactSpans(batch.spans);
    return batch;
  }
}

type Batch = CheckedBatch | (SpanBatch & { readonly bytes?: undefined });

function bytesOf({ bytes }: Batch): number | undefined {
  return bytes?.size;
}

function deliveryOf(batch: Batch, entry: number): Delivery {
  if (batch.bytes === undefined) return { spans: batch.spans, entry };
  return { spans: batch.spans, entry, bytes: new RedactedSpans(batch.bytes) };
}

/** Nothing leaves the bytes without being redacted. */
class RedactedSpans implements SpanBytes {
  readonly #bytes: SpanBytes;

  constructor(bytes: SpanBytes) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.size;
  }

  read(index: number): Span {
    const span = this.#bytes.read(index);
    redactSpan(span);
    return span;
  }

  idOf(index: number): string {
    return this.#bytes.idOf(index);
  }
}

function overloaded(code: ErrorCode, message: string): WeirError {
  return new WeirError(code, message, { status: 503, retryAfter: RETRY_AFTER });
}
