import { AgentRegistry } from "./agents/agent-registry.ts";
import { EventHub } from "./api/events/event-hub.ts";
import { injectReader } from "./api/inject-reader.ts";
import type { ApiReader } from "./api/reader.ts";
import { registerApi } from "./api/register-api.ts";
import type { InputItem } from "./import/input-item.ts";
import { countRejected } from "./ingest/span-batch.ts";
import { Metrics } from "./metrics.ts";
import { Analyst } from "./pipeline/analyst.ts";
import { batchIds } from "./pipeline/batch-ids.ts";
import { Coverage } from "./pipeline/coverage.ts";
import { IntentLog } from "./pipeline/intent-log.ts";
import { outlineOf } from "./pipeline/outline.ts";
import { Pipeline } from "./pipeline/pipeline.ts";
import { createServer } from "./server.ts";
import { createLogger } from "./server/logger.ts";
import { createSourceReader } from "./source/source-reader.ts";
import { MemoryStore } from "./store/memory/memory-store.ts";
import { VERSION } from "./version.ts";

/** Traces are put together by the times in the file, not by when it is read. Milliseconds. */
const QUIET_MS = 30_000;
const MAX_AGE_MS = 600_000;
/** Spans of traces that are not complete yet; above it the oldest are analysed as they are. */
const MAX_OPEN_SPANS = 200_000;
const MAX_RECENT_SPANS = 50_000;
/** Batches between two looks at what is due. */
const TICK_EVERY = 50;

export interface OfflineOptions {
  /** Folders from which sources may be read. */
  readonly sourceRoots: readonly string[];
  /** Requests that must show a finding before it counts, whatever its tier. */
  readonly minRequests: number;
}

export interface OfflineCounts {
  readonly spans: number;
  readonly rejected: number;
  readonly requests: number;
  /** Outgoing calls of these requests. */
  readonly calls: number;
  /** Traces whose analysis failed. */
  readonly failed: number;
  /** Requests left out because of their time. */
  readonly wrongTime: number;
  /** What captures said they had to leave out. */
  readonly captureDropped: number;
}

/** A collector without sockets or disk, for the spans of some files. */
export interface OfflineCollector extends ApiReader {
  /** Takes what a file says, in its order. */
  take(item: InputItem): Promise<void>;
  /** Analyses what is open; call it after the last item and before the first question. */
  finish(): Promise<void>;
  readonly counts: OfflineCounts;
  /** First and last moment in the files, milliseconds since the epoch. */
  readonly window: { readonly from: number; readonly to: number };
  close(): Promise<void>;
}

/**
 * Wires what `main.ts` wires, around a store in memory and a clock that the files set: the newest span's end is "now".
 * The same spans give the same answers on every machine and at any time.
 */
export async function openOffline(options: OfflineOptions): Promise<OfflineCollector> {
  const log = createLogger("silent");
  const time = new FileTime();
  const store = new MemoryStore();
  const sources = createSourceReader({ folder: undefined, roots: options.sourceRoots });
  const agents = new AgentRegistry();
  const coverage = new Coverage();
  const analyst = new Analyst({ store, sources, clock: time.now });
  const pipeline = new Pipeline(
    {
      quietMs: QUIET_MS,
      maxAgeMs: MAX_AGE_MS,
      maxSpans: MAX_OPEN_SPANS,
      maxRecentSpans: MAX_RECENT_SPANS,
      maxHeldBytes: Infinity,
      flushMs: 0,
      sourceWaitMs: 0,
    },
    {
      store,
      analyst,
      intents: new IntentLog(undefined),
      clock: time.now,
      nextBatchId: batchIds(),
      release: () => undefined,
      isLiveEntry: () => false,
      expectsSources: () => false,
      onSpans: (spans) => {
        for (const resource of new Set(spans.map((span) => span.resource))) agents.seen(resource, time.now());
      },
      outline: outlineOf,
      onStored: (outlines) => {
        for (const outline of outlines) {
          coverage.add(outline);
          counts.calls += outline.calls;
        }
      },
      onFailure: (what, error) => log.error({ err: error, what }, "offline"),
    },
  );
  const counts = { spans: 0, rejected: 0, calls: 0, captureDropped: 0 };
  const app = createServer({
    logger: log,
    metrics: new Metrics(),
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
  });
  await registerApi(app, {
    store,
    clock: time.now,
    version: VERSION,
    status: () => ({
      ingest: {
        spans: counts.spans,
        requests: pipeline.counts.requests,
        dropped: counts.rejected + counts.captureDropped + pipeline.counts.failed,
        duplicates: pipeline.counts.duplicates,
        lagMs: 0,
      },
      coverage: coverage.summary,
    }),
    agents,
    events: new EventHub(time.now),
    sources: { put: (build, files) => sources.put(build, files) },
    policy: { minRequests: options.minRequests, minRequestsInDevelopment: options.minRequests },
    dashboard: undefined,
  });
  let batches = 0;

  const takeSpans = async ({ batch }: Extract<InputItem, { kind: "spans" }>): Promise<void> => {
    counts.rejected += countRejected(batch);
    for (const span of batch.spans) time.see(span.start / 1000, span.end / 1000);
    if (!pipeline.hasRoom(batch.spans.length)) await time.skipping(QUIET_MS + 1, () => pipeline.tick());
    counts.spans += pipeline.accept({ spans: batch.spans, entry: ++batches });
    if (batches % TICK_EVERY === 0) await pipeline.tick();
  };
  const api = injectReader(app);
  return {
    take: async (item) => {
      if (item.kind === "spans") await takeSpans(item);
      else if (item.kind === "sources") {
        const { service, env, version = "", files } = item.upload;
        await sources.put({ service, env, version }, files);
        analyst.sourcesChanged();
      } else if (item.kind === "hello") agents.hello(item.hello, time.now());
      else counts.captureDropped += item.summary.dropped;
    },
    finish: () => pipeline.drain(),
    get counts() {
      const { requests, failed } = pipeline.counts;
      return { ...counts, requests, failed, wrongTime: analyst.admission.wrongTime };
    },
    get window() {
      return time.window;
    },
    get: (path, query) => api.get(path, query),
    post: (path, body) => api.post(path, body),
    close: async () => {
      await app.close();
      await Promise.all([sources.close(), store.close()]);
    },
  };
}

/** The newest moment that a file has told of. */
class FileTime {
  #first = Infinity;
  #last = 0;
  #skip = 0;

  readonly now = (): number => this.#last + this.#skip;

  see(start: number, end: number): void {
    if (start > 0) this.#first = Math.min(this.#first, start);
    this.#last = Math.max(this.#last, end);
  }

  /** Does some work as if it were so much later. */
  async skipping(ms: number, work: () => Promise<void>): Promise<void> {
    this.#skip = ms;
    try {
      await work();
    } finally {
      this.#skip = 0;
    }
  }

  get window(): { readonly from: number; readonly to: number } {
    const from = Number.isFinite(this.#first) ? this.#first : 0;
    return { from: Math.floor(from), to: Math.max(Math.ceil(this.#last), Math.floor(from)) + 60_000 };
  }
}
