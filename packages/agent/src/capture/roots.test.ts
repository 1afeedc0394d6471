import type { Span } from "@opentelemetry/sdk-trace-base";
import { beforeEach, describe, expect, it } from "vitest";
import type { Probe } from "../evidence/probe.ts";
import { agentState } from "../state.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import type { LiveRoot } from "./live-root.ts";
import { ProbeSet } from "./probe-set.ts";
import { Recorder } from "./recorder.ts";
import { MAX_AGE_MS, MAX_LIVE_ROOTS, MAX_PREPARE_MS, MAX_WAIT_MS, Roots, SETTLE_MS } from "./roots.ts";

interface Delivered {
  readonly root: LiveRoot;
  readonly operations: number;
}

let spans = 0;
function span(sampled = true): Span {
  spans += 1;
  const spanId = spans.toString(16).padStart(16, "0");
  const context = { traceId: "1".repeat(32), spanId, traceFlags: sampled ? 1 : 0 };
  return { spanContext: () => context } as unknown as Span;
}

const request = { method: "GET", url: "http://a/", headers: () => [], body: () => undefined };

function setUp(probe: Partial<Probe> = {}, deliver: (root: LiveRoot) => void = () => undefined) {
  const delivered: Delivered[] = [];
  const probes = new ProbeSet([probe as Probe]);
  const roots = new Roots({
    probes,
    sample: () => ({ full: Object.keys(probe).length > 0, values: Object.keys(probe).length > 0 }),
    deliver: (root) => {
      delivered.push({ root, operations: root.operations.length });
      deliver(root);
    },
    now: clock.now,
    later: clock.later,
  });
  return { roots, delivered, recorder: new Recorder(probes, clock.now) };
}

function opened(roots: Roots): LiveRoot {
  const root = roots.open(span(), "GET /", undefined);
  if (root === undefined) throw new Error("not opened");
  return root;
}

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
  agentState().dropped.clear();
});

describe("a root", () => {
  it("gives its evidence soon after it has ended and nothing is in flight", () => {
    const { roots, delivered } = setUp();
    const root = opened(roots);
    clock.advance(1000);
    expect(delivered).toHaveLength(0);
    roots.end(root);
    clock.advance(2 * SETTLE_MS);
    expect(delivered.map((one) => one.root)).toEqual([root]);
    expect(roots.live).toBe(0);
  });

  it("waits for an operation that is still running, and for the body of one", () => {
    const { roots, delivered, recorder } = setUp();
    const root = opened(roots);
    const op = recorder.begin(root, request, undefined);
    if (op === undefined) throw new Error("not begun");
    roots.end(root);
    clock.advance(1000);
    recorder.bodyPromised(op, Promise.resolve());
    recorder.headers(op, { status: 200, headers: () => [] });
    clock.advance(1000);
    expect(delivered).toHaveLength(0);
    recorder.body(op, undefined);
    clock.advance(2 * SETTLE_MS);
    expect(delivered).toMatchObject([{ operations: 1 }]);
  });

  it("waits no longer than the maximum for an operation that never settles", () => {
    const { roots, delivered, recorder } = setUp();
    const root = opened(roots);
    recorder.begin(root, request, undefined);
    roots.end(root);
    clock.advance(MAX_WAIT_MS - SETTLE_MS);
    expect(delivered).toHaveLength(0);
    clock.advance(3 * SETTLE_MS);
    expect(delivered).toMatchObject([{ operations: 1 }]);
  });

  it("that never ends gives what it has", () => {
    const { roots, delivered } = setUp();
    opened(roots);
    clock.advance(MAX_AGE_MS + 2 * SETTLE_MS);
    expect(delivered).toHaveLength(1);
  });

  it("records nothing more once its evidence is out, counted", () => {
    const { roots, recorder } = setUp();
    const root = opened(roots);
    roots.flush();
    expect(recorder.begin(root, request, undefined)).toBeUndefined();
    expect(agentState().dropped.get("operations-after-evidence")).toBe(1);
  });

  it("keeps nothing of the request afterwards", () => {
    const { roots, recorder } = setUp();
    const root = roots.open(span(), "GET /", { method: "GET", url: "/", headers: () => [] });
    if (root === undefined) throw new Error("not opened");
    recorder.begin(root, request, undefined);
    roots.flush();
    expect(root.operations).toEqual([]);
    expect(root.inbound).toBeUndefined();
  });

  it("of an unsampled trace is none", () => {
    const { roots } = setUp();
    expect(roots.open(span(false), "GET /", undefined)).toBeUndefined();
  });
});

describe("the number of live roots", () => {
  it("has a bound; what is above is counted and runs unrecorded", () => {
    const { roots } = setUp();
    for (let count = 0; count < MAX_LIVE_ROOTS; count += 1) opened(roots);
    expect(roots.open(span(), "GET /", undefined)).toBeUndefined();
    expect(agentState().dropped.get("live-roots")).toBe(1);
    expect(roots.live).toBe(MAX_LIVE_ROOTS);
  });

  it("makes room as roots end", () => {
    const { roots } = setUp();
    const first = opened(roots);
    for (let count = 1; count < MAX_LIVE_ROOTS; count += 1) opened(roots);
    roots.end(first);
    clock.advance(2 * SETTLE_MS);
    expect(roots.open(span(), "GET /", undefined)).toBeDefined();
  });
});

describe("probes", () => {
  it("are told of the root's life in order and asked before they leave", () => {
    const log: string[] = [];
    const { roots, recorder } = setUp({
      enter: () => void log.push("enter"),
      begin: () => void log.push("begin"),
      headers: () => void log.push("headers"),
      leave: () => void log.push("leave"),
    });
    const root = opened(roots);
    const op = recorder.begin(root, request, undefined);
    if (op === undefined) throw new Error("not begun");
    recorder.failed(op, new Error("no"));
    roots.end(root);
    clock.advance(2 * SETTLE_MS);
    expect(log).toEqual(["enter", "begin", "headers", "leave"]);
  });

  it("are given time for their facts, and asked once they are ready", () => {
    let ready: () => void = () => undefined;
    const { roots, delivered } = setUp({
      enter: () => undefined,
      prepare: (_root, done) => {
        ready = done;
      },
      leave: () => undefined,
    });
    roots.end(opened(roots));
    clock.advance(4 * SETTLE_MS);
    expect(delivered).toHaveLength(0);
    ready();
    ready();
    expect(delivered).toHaveLength(1);
  });

  it("that are never ready are asked all the same", () => {
    const { roots, delivered } = setUp({ enter: () => undefined, prepare: () => undefined, leave: () => undefined });
    roots.end(opened(roots));
    clock.advance(MAX_PREPARE_MS + 4 * SETTLE_MS);
    expect(delivered).toHaveLength(1);
  });

  it("that fail do no harm and are counted", () => {
    agentState().failures.clear();
    const { roots, delivered } = setUp({
      enter: () => {
        throw new Error("broken probe");
      },
      leave: () => undefined,
    });
    roots.end(opened(roots));
    clock.advance(2 * SETTLE_MS);
    expect(delivered).toHaveLength(1);
    expect(agentState().failures.get("probe")).toBe(1);
    agentState().failures.clear();
  });

  it("that say from a turn of their own that they are ready are not told what fails then", () => {
    agentState().failures.clear();
    let ready: () => void = () => undefined;
    const left: unknown[] = [];
    const probe: Partial<Probe> = {
      enter: () => undefined,
      prepare: (_root, done) => {
        ready = done;
      },
      leave: (root) => void left.push(root),
    };
    const { roots } = setUp(probe, () => {
      throw new Error("cannot be written down");
    });
    const root = opened(roots);
    roots.end(root);
    clock.advance(4 * SETTLE_MS);
    ready();
    expect(left).toEqual([root]);
    expect(agentState().failures.get("evidence")).toBe(1);
    agentState().failures.clear();
  });
});
