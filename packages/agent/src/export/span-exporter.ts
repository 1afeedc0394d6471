import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import type { Exporting } from "../config/config.ts";
import { countFailure } from "../guard.ts";
import { countDrop } from "../state.ts";
import { judge, type RetryClock } from "./retry.ts";
import type { Transport } from "./transport.ts";

/** A batch is tried this often before it is given up. */
export const MAX_ATTEMPTS = 8;

const compress = promisify(gzip);
/** The fastest: a third of the time for a tenth more bytes. */
const PACKING = { level: 1 } as const;

export interface SpanExporterOptions {
  readonly url: string;
  readonly exporting: Exporting;
  readonly transport: Transport;
  readonly clock: RetryClock;
  /** Turns a span into what may leave the process. */
  readonly prepare: (span: ReadableSpan) => ReadableSpan;
  /** Waits outside every user context; resolves early when `wake` is called. */
  readonly later: (run: () => void, ms: number) => void;
  /** The collector answered after it had not. */
  readonly recovered: () => void;
}

/**
 * Holds finished spans in a bounded queue and sends them in batches, one at a time. Redaction and encoding happen
 * here, away from the request that made the span. A full queue drops the newest, counted: the batch that waits for
 * the collector is the older one and gets its chance first.
 */
export class SpanExporter {
  readonly #options: SpanExporterOptions;
  #queue: ReadableSpan[] = [];
  #scheduled = false;
  #sending: Promise<void> | undefined;
  #closed = false;
  #failing = false;
  #hurry: (() => void) | undefined;
  #deadline = false;

  constructor(options: SpanExporterOptions) {
    this.#options = options;
  }

  get queued(): number {
    return this.#queue.length;
  }

  add(span: ReadableSpan): void {
    if (this.#closed || this.#queue.length >= this.#options.exporting.maxQueue) {
      countDrop("export-queue");
      return;
    }
    this.#queue.push(span);
    if (this.#queue.length >= this.#options.exporting.maxBatch && !this.#failing) this.#start();
    else this.#schedule();
  }

  /** Sends all that is queued; gives up at the deadline, so that a dead collector delays nothing. Never rejects. */
  async flush(deadlineMs: number): Promise<void> {
    if (this.#queue.length === 0 && this.#sending === undefined) return;
    this.#deadline = true;
    this.#hurry?.();
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, deadlineMs); // keeps the process alive until then, no longer
    });
    await Promise.race([this.#drain(), expired]);
    clearTimeout(timer);
    this.#deadline = false;
  }

  async close(deadlineMs: number): Promise<void> {
    await this.flush(deadlineMs);
    this.#closed = true;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 || this.#sending !== undefined) {
      this.#start();
      await this.#sending;
      if (this.#failing) return;
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.later(() => {
      this.#scheduled = false;
      this.#start();
    }, this.#options.exporting.delayMs);
  }

  #start(): void {
    if (this.#sending !== undefined || this.#queue.length === 0) return;
    const { maxBatch } = this.#options.exporting;
    const batch = this.#queue.slice(0, maxBatch);
    this.#queue = this.#queue.slice(maxBatch);
    this.#sending = this.#send(batch)
      .catch((error: unknown) => {
        countFailure("export", error);
        countDrop("export-failed", batch.length);
      })
      .finally(() => {
        this.#sending = undefined;
        if (this.#queue.length >= maxBatch && !this.#failing) this.#start();
        else if (this.#queue.length > 0) this.#schedule();
      });
  }

  async #send(batch: readonly ReadableSpan[]): Promise<void> {
    const { url, exporting, transport, clock } = this.#options;
    const { bytes, headers } = this.#encode(batch);
    // A host that ends the process gives us a few turns of its loop: then the request must go out in this one.
    const body = !exporting.gzip ? bytes : this.#deadline ? gzipSync(bytes, PACKING) : await compress(bytes, PACKING);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const answer = await transport.send({ url, method: "POST", headers, body, timeoutMs: exporting.timeoutMs });
      const verdict = judge(answer, attempt, clock);
      if (verdict.kind !== "again") {
        this.#settled(verdict.kind === "done" ? 0 : batch.length);
        return;
      }
      this.#failing = true;
      if (this.#deadline && attempt > 0) break;
      await this.#pause(verdict.afterMs);
    }
    countDrop("export-retries", batch.length);
  }

  #settled(refused: number): void {
    if (refused > 0) countDrop("export-refused", refused);
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.recovered();
  }

  #pause(ms: number): Promise<void> {
    if (this.#deadline) return Promise.resolve();
    return new Promise((resolve) => {
      this.#hurry = resolve;
      this.#options.later(resolve, ms);
    });
  }

  #encode(batch: readonly ReadableSpan[]): { bytes: Buffer; headers: Record<string, string> } {
    const { prepare, exporting } = this.#options;
    const json = exporting.encoding === "json";
    const serializer = json ? JsonTraceSerializer : ProtobufTraceSerializer;
    const bytes = Buffer.from(serializer.serializeRequest(batch.map(prepare)) ?? new Uint8Array());
    const type = { "content-type": json ? "application/json" : "application/x-protobuf" };
    return { bytes, headers: exporting.gzip ? { ...type, "content-encoding": "gzip" } : type };
  }
}
