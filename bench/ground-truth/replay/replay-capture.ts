import type { Request, RequestAnalysis, Span } from "@weir/core";
import { readInput } from "../../../packages/collector/src/import/read-input.ts";
import { Analyst } from "../../../packages/collector/src/pipeline/analyst.ts";
import { batchIds } from "../../../packages/collector/src/pipeline/batch-ids.ts";
import { IntentLog } from "../../../packages/collector/src/pipeline/intent-log.ts";
import { Pipeline } from "../../../packages/collector/src/pipeline/pipeline.ts";
import type { SourceReader } from "../../../packages/collector/src/source/port.ts";
import { createSourceReader } from "../../../packages/collector/src/source/source-reader.ts";
import { MemoryStore } from "../../../packages/collector/src/store/memory/memory-store.ts";
import { type Variant, without } from "./variant.ts";

/** Bounds as `weir check` has them; the traffic of one run is far below. */
const LIMITS = {
  quietMs: 5_000,
  maxAgeMs: 600_000,
  maxSpans: 500_000,
  maxRecentSpans: 50_000,
  maxHeldBytes: Infinity,
  flushMs: 0,
  sourceWaitMs: 0,
};
/** Deliveries between two looks at what is due. */
const TICK_EVERY = 20;

export interface ReplayOptions {
  readonly variant: Variant;
  /** Requests that take part; the others are not even analysed. */
  readonly admits: (request: Request) => boolean;
  /** Told of every analysed request, in the order of analysis. */
  readonly onAnalysis: (analysis: RequestAnalysis) => void;
  readonly onSpans?: (spans: number) => void;
}

export interface ReplayCounts {
  readonly spans: number;
  readonly requests: number;
  readonly failed: number;
  readonly source: { readonly busy: number; readonly deadlines: number; readonly crashes: number };
}

/** Sends a capture through the collector's own pipeline: assembly, source desk, profiles, analysis, store. */
export async function replayCapture(file: string, options: ReplayOptions): Promise<ReplayCounts> {
  const store = new MemoryStore();
  const sources = createSourceReader({ folder: undefined, roots: [] });
  const clock = new NewestSpan();
  const analyst = new ReplayAnalyst({ store, sources, clock: clock.now }, options);
  const failures: unknown[] = [];
  const pipeline = new Pipeline(LIMITS, {
    store,
    analyst,
    intents: new IntentLog(undefined),
    clock: clock.now,
    nextBatchId: batchIds(),
    release: () => undefined,
    isLiveEntry: () => false,
    expectsSources: () => false,
    onSpans: () => undefined,
    outline: (analysis) => analysis,
    onStored: (analyses) => analyses.forEach(options.onAnalysis),
    onFailure: (_what, error) => failures.push(error),
  });
  // Agents send their sources after the first requests; here nothing is analysed before they are there.
  if (options.variant !== "no-source") await putSources(file, sources);
  let spans = 0;
  let deliveries = 0;
  for await (const item of readInput(file)) {
    if (item.kind !== "spans") continue;
    for (const span of item.batch.spans) clock.see(span.end / 1000);
    spans += pipeline.accept({ spans: item.batch.spans, entry: ++deliveries });
    if (deliveries % TICK_EVERY === 0) await pipeline.tick();
    options.onSpans?.(spans);
  }
  await pipeline.drain();
  const counts = {
    spans,
    requests: pipeline.counts.requests,
    failed: pipeline.counts.failed,
    source: { ...sources.stats },
  };
  await Promise.all([sources.close(), store.close()]);
  if (failures.length > 0)
    throw new Error(`${failures.length} failures while replaying ${file}`, { cause: failures[0] });
  return counts;
}

async function putSources(file: string, sources: SourceReader): Promise<void> {
  for await (const item of readInput(file, { only: "capture-lines" })) {
    if (item.kind !== "sources") continue;
    const { service, env, version = "", files } = item.upload;
    await sources.put({ service, env, version }, files);
  }
}

/** The collector's analyst, given requests without what a variant leaves out. */
class ReplayAnalyst extends Analyst {
  readonly #options: ReplayOptions;

  constructor(parts: ConstructorParameters<typeof Analyst>[0], options: ReplayOptions) {
    super(parts);
    this.#options = options;
  }

  override async requests(spans: readonly Span[]): Promise<readonly Request[]> {
    const { variant, admits } = this.#options;
    return (await super.requests(spans)).filter(admits).map((request) => without(variant, request));
  }
}

/** "Now" is the end of the newest span: the capture's own time. */
class NewestSpan {
  #last = 0;

  readonly now = (): number => this.#last;

  see(end: number): void {
    this.#last = Math.max(this.#last, end);
  }
}
