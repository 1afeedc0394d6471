import type { Span } from "@weir/core";
import { describe, expect, it } from "vitest";
import { WholeSpans } from "./held-spans.ts";
import { TraceBuffer, TraceKeys, traceKey } from "./trace-buffer.ts";

const options = { quietMs: 1000, maxAgeMs: 10_000, maxSpans: 4 };

function span(traceId: string, spanId: string, service = "shop"): Span {
  return {
    traceId,
    spanId,
    scope: "test",
    name: spanId,
    kind: "internal",
    start: 0,
    end: 1,
    status: "unset",
    attributes: {},
    events: [],
    links: [],
    resource: { service, env: "test" },
  };
}

function add(buffer: TraceBuffer, one: Span, entry: number, now: number): boolean {
  return buffer.add(traceKey(one), new WholeSpans([one]), { entry, now }).size > 0;
}

it("makes the keys of spans one after the other", () => {
  const keys = new TraceKeys();
  const [a, b] = [span("t1", "a"), span("t1", "b")];
  const list = [a, { ...b, resource: a.resource }, b, span("t2", "c"), span("t2", "d", "billing"), a];
  expect(list.map((one) => keys.of(one))).toEqual(list.map(traceKey));
});

describe("TraceBuffer", () => {
  it("closes a trace only after its quiet time, whatever order its spans came in", () => {
    const buffer = new TraceBuffer(options);
    add(buffer, span("t1", "child"), 1, 0);
    add(buffer, span("t1", "root"), 2, 900);
    expect(buffer.close(1000)).toEqual([]);
    const [closed] = buffer.close(1900);
    expect(closed?.spans.ids()).toEqual(["child", "root"]);
    expect([...(closed?.entries ?? [])]).toEqual([1, 2]);
    expect(buffer.spans).toBe(0);
  });

  it("closes a trace that never falls quiet at its maximum age", () => {
    const buffer = new TraceBuffer({ ...options, maxSpans: 100 });
    for (let at = 0; at <= 9_900; at += 900) add(buffer, span("t1", `s${at}`), 1, at);
    expect(buffer.close(9_999)).toEqual([]);
    expect(buffer.close(10_000)).toHaveLength(1);
  });

  it("keeps an active trace open while a quiet one beside it closes", () => {
    const buffer = new TraceBuffer(options);
    add(buffer, span("old", "a"), 1, 0);
    add(buffer, span("new", "a"), 1, 500);
    add(buffer, span("old", "b"), 1, 800);
    expect(buffer.close(1500).map((trace) => trace.spans.size)).toEqual([1]);
    expect(buffer.traces).toBe(1);
  });

  it("counts a span that arrives twice and keeps it once", () => {
    const buffer = new TraceBuffer(options);
    expect(add(buffer, span("t1", "a"), 1, 0)).toBe(true);
    expect(add(buffer, span("t1", "a"), 2, 0)).toBe(false);
    expect(buffer.duplicates).toBe(1);
    expect(buffer.spans).toBe(1);
  });

  it("keeps two processes of one trace apart", () => {
    const buffer = new TraceBuffer(options);
    add(buffer, span("t1", "a", "web"), 1, 0);
    add(buffer, span("t1", "b", "billing"), 1, 0);
    expect(buffer.close(1000)).toHaveLength(2);
  });

  it("has room up to its bound and not beyond", () => {
    const buffer = new TraceBuffer(options);
    expect(buffer.hasRoom(4)).toBe(true);
    for (const id of ["a", "b", "c"]) add(buffer, span("t1", id), 1, 0);
    expect(buffer.hasRoom(1)).toBe(true);
    expect(buffer.hasRoom(2)).toBe(false);
  });
});
