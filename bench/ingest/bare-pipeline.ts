import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Span } from "../../packages/core/src/model/span.ts";
import { checkSpans } from "../../packages/collector/src/ingest/protobuf/read-spans.ts";
import type { Delivery } from "../../packages/collector/src/ingest/span-sink.ts";
import { Analyst } from "../../packages/collector/src/pipeline/analyst.ts";
import { IntentLog } from "../../packages/collector/src/pipeline/intent-log.ts";
import { Pipeline } from "../../packages/collector/src/pipeline/pipeline.ts";
import type { SourceReader } from "../../packages/collector/src/source/port.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";

/** Simulated milliseconds between two bodies: 25 requests every 10 ms. */
const BETWEEN_MS = 10;
const TICK_EVERY = 10;

/**
 * The collector's work without HTTP and journal, on a clock of its own: bytes to spans, grouping, analysis, a store on disk.
 * What it costs does not depend on how fast anybody sends.
 */
export class BarePipeline {
  readonly #folder: string;
  readonly #store: SqliteStore;
  readonly #pipeline: Pipeline<undefined>;
  #now: number;
  #entry = 0;

  private constructor(folder: string, store: SqliteStore, sources: SourceReader, startedAt: number) {
    this.#folder = folder;
    this.#store = store;
    this.#now = startedAt;
    const clock = (): number => this.#now;
    let batches = 0;
    this.#pipeline = new Pipeline(
      {
        quietMs: 2_000,
        maxAgeMs: 120_000,
        maxSpans: 500_000,
        maxRecentSpans: 100_000,
        maxHeldBytes: 64 * 1024 * 1024,
        flushMs: 250,
        sourceWaitMs: 0,
      },
      {
        store,
        analyst: new Analyst({ store, sources, clock }),
        intents: new IntentLog(undefined),
        clock,
        nextBatchId: () => `bench-${++batches}`,
        release: () => undefined,
        isLiveEntry: () => false,
        expectsSources: () => false,
        onSpans: () => undefined,
        outline: () => undefined,
        onStored: () => undefined,
        onFailure: (_what, error) => {
          throw error;
        },
      },
    );
  }

  static async open(sources: SourceReader, startedAt: number): Promise<BarePipeline> {
    const folder = await mkdtemp(join(tmpdir(), "weir-bare-pipeline-"));
    const store = new SqliteStore({ folder });
    await store.migrate();
    return new BarePipeline(folder, store, sources, startedAt);
  }

  async takeBytes(body: Buffer): Promise<void> {
    const { spans, bytes } = checkSpans(body);
    await this.#take({ spans, bytes, entry: this.#entry + 1 });
  }

  async takeSpans(spans: readonly Span[]): Promise<void> {
    await this.#take({ spans, entry: this.#entry + 1 });
  }

  /** What is stored in the end; then everything is closed and removed. */
  async end(): Promise<{ readonly requests: number; readonly findings: number }> {
    await this.#pipeline.drain();
    const { requests } = await this.#store.stats();
    const findings = await this.#store.findings({ from: 0, to: this.#now + 86_400_000 });
    await this.#store.close();
    await rm(this.#folder, { recursive: true });
    return { requests, findings: findings.length };
  }

  async #take(delivery: Delivery): Promise<void> {
    this.#entry += 1;
    this.#pipeline.accept(delivery);
    this.#now += BETWEEN_MS;
    if (this.#entry % TICK_EVERY === 0) await this.#pipeline.tick();
  }
}
