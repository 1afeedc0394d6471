import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Span } from "@weir/core";
import { ORIGIN, TraceBuilder } from "@weir/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WeirError } from "../errors.ts";
import type { SourceReader } from "../source/port.ts";
import { MemoryStore } from "../store/memory/memory-store.ts";
import type { Store } from "../store/port.ts";
import { Analyst } from "./analyst.ts";
import { IntentLog } from "./intent-log.ts";
import { Pipeline, type PipelineOptions } from "./pipeline.ts";
import { traceKey } from "./trace-buffer.ts";

/** A reader that knows no file, as for spans of another SDK. */
const noSources: SourceReader = {
  put: async () => {},
  frames: async (_build, stacks) => stacks.map(() => []),
  facts: async (_build, pairs) =>
    pairs.map(() => ({ relation: "unknown", reason: "source.unavailable", activation: "unknown", kind: "serial" })),
  advice: async () => ({ code: [] }),
  close: async () => {},
};

/** A reader whose files were announced and have not come yet. */
const unmapped: SourceReader = {
  ...noSources,
  frames: async (_build, stacks) =>
    stacks.map(() => [{ file: "/app/x.js", line: 1, column: 1, async: false, mapped: false }]),
};

const options: PipelineOptions = {
  quietMs: 1_000,
  maxAgeMs: 60_000,
  maxSpans: 100,
  maxRecentSpans: 100,
  maxHeldBytes: 1_000_000,
  flushMs: 0,
  sourceWaitMs: 0,
};

const START = Date.UTC(2026, 10, 20, 12) * 1000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-pipeline-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function span(traceId: string, spanId: string, over: Partial<Span>): Span {
  return {
    traceId,
    spanId,
    scope: "test",
    name: spanId,
    kind: "internal",
    start: START,
    end: START + 100_000,
    status: "unset",
    attributes: {},
    events: [],
    links: [],
    resource: { service: "shop", env: "test", version: "1" },
    ...over,
  };
}

/** `GET /orders` with two calls in a row. */
function orders(traceId: string): { root: Span; first: Span; second: Span } {
  const call = (id: string, from: number, to: number, path: string): Span =>
    span(traceId, id, {
      kind: "client",
      parentSpanId: "root",
      start: START + from * 1000,
      end: START + to * 1000,
      attributes: { "http.request.method": "GET", "url.full": `http://api.internal${path}` },
    });
  return {
    root: span(traceId, "root", {
      kind: "server",
      attributes: { "http.request.method": "GET", "http.route": "/orders" },
    }),
    first: call("first", 0, 40, "/session"),
    second: call("second", 40, 90, "/orders"),
  };
}

let runs = 0;

class Desk {
  readonly #run = `run-${++runs}`;
  now = START / 1000;
  readonly released: number[] = [];
  readonly failures: unknown[] = [];
  readonly pipeline: Pipeline<undefined>;

  constructor(store: Store, intents: IntentLog, over: Partial<PipelineOptions> = {}, sources = noSources) {
    let batch = 0;
    this.pipeline = new Pipeline(
      { ...options, ...over },
      {
        store,
        analyst: new Analyst({ store, sources, clock: () => this.now }),
        intents,
        clock: () => this.now,
        nextBatchId: () => `${this.#run}-${++batch}`,
        release: (entry) => void this.released.push(entry),
        isLiveEntry: (entry) => !this.released.includes(entry),
        expectsSources: () => sources === unmapped,
        onSpans: () => {},
        outline: () => undefined,
        onStored: () => {},
        onFailure: (_what, error) => void this.failures.push(error),
      },
    );
  }

  async after(ms: number): Promise<void> {
    this.now += ms;
    await this.pipeline.tick();
  }
}

/** Cannot tell the evidence for so many questions. */
class AwayStore extends MemoryStore {
  #left: number;

  constructor(questions: number) {
    super();
    this.#left = questions;
  }

  override async counters(...[query]: Parameters<Store["counters"]>): ReturnType<Store["counters"]> {
    if (this.#left === 0) return super.counters(query);
    this.#left -= 1;
    throw new WeirError("WEIR_STORE_UNREACHABLE", "away", { status: 503 });
  }
}

const intentPath = (): string => join(folder, "intents.jsonl");

async function routes(store: Store): Promise<Record<string, number>> {
  const found = await store.routes({ from: 0, to: START });
  return Object.fromEntries(found.map(({ routeKey, requests }) => [routeKey, requests]));
}

describe("Pipeline", () => {
  it("stores a request once its trace is quiet, and then releases the journal's entries", async () => {
    const store = new MemoryStore();
    const desk = new Desk(store, new IntentLog(undefined));
    const { root, first, second } = orders("t1");
    expect(desk.pipeline.accept({ entry: 1, spans: [second, first] })).toBe(2);
    expect(desk.pipeline.accept({ entry: 2, spans: [root] })).toBe(1);
    await desk.after(999);
    expect(await routes(store)).toEqual({});
    expect(desk.released).toEqual([]);
    await desk.after(1);
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
    expect(desk.released.toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(desk.failures).toEqual([]);
  });

  it("keeps a trace whose evidence the store cannot tell now, and analyses it when it can", async () => {
    const store = new AwayStore(2);
    const desk = new Desk(store, new IntentLog(undefined));
    const { root, first, second } = orders("t1");
    desk.pipeline.accept({ entry: 1, spans: [root, first, second] });
    for (let question = 0; question < 2; question += 1) {
      await desk.after(1_000);
      expect([desk.released, desk.pipeline.counts.failed, desk.pipeline.counts.openSpans]).toEqual([[], 0, 3]);
    }
    await desk.after(1_000);
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
    expect([desk.released, desk.pipeline.counts.failed, desk.pipeline.counts.openSpans]).toEqual([[1], 0, 0]);
  });

  it("finishes what waits for the store when it is drained, if the store comes back soon", async () => {
    const store = new AwayStore(2);
    const desk = new Desk(store, new IntentLog(undefined));
    const { root, first, second } = orders("t1");
    desk.pipeline.accept({ entry: 1, spans: [root, first, second] });
    await desk.pipeline.drain();
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
    expect(desk.released).toEqual([1]);
  });

  it("takes a span that comes after its trace was closed as a correction, not as another request", async () => {
    const store = new MemoryStore();
    const desk = new Desk(store, new IntentLog(undefined));
    const { root, first, second } = orders("t1");
    desk.pipeline.accept({ entry: 1, spans: [root, first] });
    await desk.after(1_000);
    desk.pipeline.accept({ entry: 2, spans: [second] });
    await desk.after(1_000);
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
    expect(desk.pipeline.counts).toMatchObject({ requests: 1, corrections: 1, spans: 3 });
    const [view] = await store.trace("t1");
    expect(view).toBeDefined();
    expect(desk.released.toSorted((a, b) => a - b)).toEqual([1, 2]);
  });

  it("counts what was sent twice, while a trace is open and after it closed", async () => {
    const store = new MemoryStore();
    const desk = new Desk(store, new IntentLog(undefined));
    const { root, first } = orders("t1");
    desk.pipeline.accept({ entry: 1, spans: [root, first] });
    expect(desk.pipeline.accept({ entry: 2, spans: [root, first] })).toBe(0);
    expect(desk.released).toEqual([2]);
    await desk.after(1_000);
    expect(desk.pipeline.accept({ entry: 3, spans: [root] })).toBe(0);
    await desk.after(1_000);
    expect(desk.pipeline.counts).toMatchObject({ duplicates: 3, requests: 1 });
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
    expect(desk.released.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it("has no room above its bound, and room again when traces were stored", async () => {
    const desk = new Desk(new MemoryStore(), new IntentLog(undefined), { maxSpans: 3 });
    const { root, first, second } = orders("t1");
    desk.pipeline.accept({ entry: 1, spans: [root, first, second] });
    expect(desk.pipeline.hasRoom(1)).toBe(false);
    await desk.after(1_000);
    expect(desk.pipeline.hasRoom(3)).toBe(true);
  });

  it("has room for bodies up to its bound of bytes; those of recent traces make way, and late spans find them while they can", async () => {
    const store = new MemoryStore();
    const desk = new Desk(store, new IntentLog(undefined), { maxHeldBytes: 1_000 });
    const { root, first, second } = orders("t1");
    const body = (size: number, ...spans: Span[]) => ({
      spans,
      bytes: {
        size,
        read: (index: number) => spans[index] ?? root,
        idOf: (index: number) => spans[index]?.spanId ?? "",
      },
    });
    // Nothing is held: a body of any size fits.
    expect(desk.pipeline.hasRoom(1, 5_000)).toBe(true);
    desk.pipeline.accept({ entry: 1, ...body(600, root, first) });
    expect(desk.pipeline.hasRoom(1, 400)).toBe(true);
    expect(desk.pipeline.hasRoom(1, 401)).toBe(false);
    await desk.after(1_000);
    desk.pipeline.accept({ entry: 2, ...body(300, second) });
    await desk.after(1_000);
    expect(desk.pipeline.counts).toMatchObject({ requests: 1, corrections: 1 });
    expect(desk.pipeline.hasRoom(1, 900)).toBe(true);
    expect(desk.pipeline.accept({ entry: 3, ...body(900, second) })).toBe(1);
    expect(desk.pipeline.counts.duplicates).toBe(0);
  });

  it("has all of its room again after a span came twice while its trace waited to be analysed", async () => {
    const waiting = { maxSpans: 3, sourceWaitMs: 60_000 };
    const desk = new Desk(new MemoryStore(), new IntentLog(undefined), waiting, unmapped);
    desk.now = ORIGIN / 1_000;
    const trace = new TraceBuilder();
    const root = trace.server("/orders", [0, 50]);
    const call = trace.undici("http://api.internal/session", [1, 20], root);
    trace.evidence(root, [{ seq: 1, start: 1, headers: 20, spans: [call], stack: "at load (/app/x.js:1:1)" }]);
    for (const entry of [1, 2]) {
      desk.pipeline.accept({ entry, spans: trace.spans });
      await desk.after(1_000);
    }
    expect(desk.pipeline.counts).toMatchObject({ requests: 0, openSpans: 3, duplicates: 3 });
    await desk.after(60_000);
    expect(desk.failures).toEqual([]);
    expect(desk.pipeline.counts).toMatchObject({ requests: 1, openSpans: 0 });
    expect(desk.pipeline.hasRoom(3)).toBe(true);
  });

  it("replays exactly what was not stored: killed before the store had it", async () => {
    const { root, first, second } = orders("t1");
    const store = new MemoryStore();
    const intents = new IntentLog(intentPath());
    intents.add({ batch: "never-stored", traces: [{ key: traceKey(root), entries: [1], spans: [] }] });
    const desk = new Desk(store, new IntentLog(intentPath()));
    await desk.pipeline.replay([{ entry: 1, spans: [root, first, second] }]);
    await desk.after(1_000);
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
  });

  it("replays exactly what was not stored: killed after the store had it, before the release", async () => {
    const store = new MemoryStore();
    const stored = orders("t1");
    const open = orders("t2");
    const before = new Desk(store, new IntentLog(intentPath()));
    before.pipeline.accept({ entry: 1, spans: [stored.root, stored.first, stored.second] });
    await before.after(1_000);
    // The process dies here; entry 1 was shared with a trace that never closed, so the journal still has it.
    const after = new Desk(store, new IntentLog(intentPath()));
    const again = [stored.root, stored.first, stored.second, open.root, open.first];
    expect(await after.pipeline.replay([{ entry: 1, spans: again }])).toBe(2);
    await after.after(1_000);
    expect(await routes(store)).toEqual({ "GET /orders": 2 });
    expect(after.released).toEqual([1]);
  });

  it("knows spans again that were stored before two crashes, and whose sender was never told", async () => {
    const store = new MemoryStore();
    const { root, first, second } = orders("t1");
    const before = new Desk(store, new IntentLog(intentPath()));
    before.pipeline.accept({ entry: 1, spans: [root, first, second] });
    await before.after(1_000);
    for (let crash = 0; crash < 2; crash += 1) {
      // Its entry was released, so nothing is replayed; the sender comes back after the second crash only.
      const next = new Desk(store, new IntentLog(intentPath()));
      next.released.push(1);
      await next.pipeline.replay([]);
      if (crash === 0) continue;
      expect(next.pipeline.accept({ entry: 7, spans: [root, first, second] })).toBe(0);
      expect(next.released).toEqual([1, 7]);
      await next.after(1_000);
    }
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
  });

  it("drains what is open when it is asked to stop", async () => {
    const store = new MemoryStore();
    const desk = new Desk(store, new IntentLog(undefined));
    const { root, first } = orders("t1");
    desk.pipeline.accept({ entry: 1, spans: [root, first] });
    await desk.pipeline.drain();
    expect(await routes(store)).toEqual({ "GET /orders": 1 });
  });
});
