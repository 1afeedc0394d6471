import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import type { Exporting } from "../config/config.ts";
import { countFailure, guarded } from "../guard.ts";
import { countDrop } from "../state.ts";
import { judge, type RetryClock } from "./retry.ts";
import { JSON_ENCODING, protobufEncoding, type SpanEncoding, type WaitingSpan } from "./span-encoding.ts";
import type { Transport } from "./transport.ts";

/** A batch is tried this often before it is given up. */
export const MAX_ATTEMPTS = 8;
/** Bytes of encoded spans that wait, whatever their number. */
export const MAX_QUEUED_BYTES: number = 32 * 1024 * 1024;
/** Spans that ended are written down after so long: not in the request that made them, but before they grow old. */
const ENCODE_MS = 50;

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
 * here, a moment after the request that made the span. A full queue drops the newest, counted: the batch that waits for
 * the collector is the older one and gets its chance first.
 */
export class SpanExporter {
  readonly #options: SpanExporterOptions;
  readonly #encoding: SpanEncoding;
  /** Ended, not yet written down. */
  #fresh: ReadableSpan[] = [];
  #queue: WaitingSpan[] = [];
  #queuedBytes = 0;
  #scheduled = false;
  #sending: Promise<void> | undefined;
  #closed = false;
  #failing = false;
  #hurry: (() => void) | undefined;
  #deadline = false;

  constructor(options: SpanExporterOptions) {
    this.#options = options;
    this.#encoding = options.exporting.encoding === "json" ? JSON_ENCODING : protobufEncoding();
  }

  get queued(): number {
    return this.#queue.length + this.#fresh.length;
  }

  /** A span as the app's SDK made it. */
  add(span: ReadableSpan): void {
    if (!this.#hasRoom()) return;
    this.#fresh.push(span);
    if (this.#fresh.length === 1) this.#options.later(() => this.#prepareFresh(), ENCODE_MS);
    this.#proceed();
  }

  /** A span of the agent's own, made of what may leave the process, at a time when nobody waits. */
  addPrepared(span: ReadableSpan): void {
    if (!this.#hasRoom()) return;
    this.#enqueue(span);
    this.#proceed();
  }

  #hasRoom(): boolean {
    const room = this.queued < this.#options.exporting.maxQueue && this.#queuedBytes < MAX_QUEUED_BYTES;
    if (!this.#closed && room) return true;
    countDrop("export-queue");
    return false;
  }

  #proceed(): void {
    if (this.queued >= this.#options.exporting.maxBatch && !this.#failing) this.#start();
    else this.#schedule();
  }

  #prepareFresh(): void {
    const fresh = this.#fresh;
    this.#fresh = [];
    for (const span of fresh) guarded("span encoding", () => this.#enqueue(this.#options.prepare(span)));
  }

  #enqueue(span: ReadableSpan): void {
    const waiting = this.#encoding.one(span);
    this.#queue.push(waiting);
    this.#queuedBytes += waiting.size;
  }

  /** Sends all that is queued; gives up at the deadline, so that a dead collector delays nothing. Never rejects. */
  async flush(deadlineMs: number): Promise<void> {
    if (this.queued === 0 && this.#sending === undefined) return;
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
    while (this.queued > 0 || this.#sending !== undefined) {
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
    if (this.#sending !== undefined) return;
    this.#prepareFresh();
    if (this.#queue.length === 0) return;
    const { maxBatch } = this.#options.exporting;
    const batch = this.#queue.slice(0, maxBatch);
    this.#queue = this.#queue.slice(maxBatch);
    for (const { size } of batch) this.#queuedBytes -= size;
    this.#sending = this.#send(batch)
      .catch((error: unknown) => {
        countFailure("export", error);
        countDrop("export-failed", batch.length);
      })
      .finally(() => {
        this.#sending = undefined;
        if (this.queued >= maxBatch && !this.#failing) this.#start();
        else if (this.queued > 0) this.#schedule();
      });
  }

  async #send(batch: readonly WaitingSpan[]): Promise<void> {
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

  #encode(batch: readonly WaitingSpan[]): { bytes: Buffer; headers: Record<string, string> } {
    const type = { "content-type": this.#encoding.contentType };
    const { gzip: packed } = this.#options.exporting;
    return { bytes: this.#encoding.request(batch), headers: packed ? { ...type, "content-encoding": "gzip" } : type };
  }
}
