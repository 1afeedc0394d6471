import { expect, it } from "vitest";
import { HeldBody, HeldBytes, type HeldSpan, SpanInBody } from "./held-span.ts";
import { RecentTraces } from "./recent-traces.ts";

const rows = { requests: [], hits: [], counts: [] };
const held = new HeldBytes();
/** Spans of one body of a hundred bytes. */
const spans = (...ids: string[]): Map<string, HeldSpan> => {
  const body = new HeldBody({ size: 100, read: () => undefined as never }, held);
  return new Map(ids.map((id, index) => [id, new SpanInBody(body, index)]));
};

it("keeps the newest traces within its bound of spans", () => {
  const recent = new RecentTraces(4);
  recent.put({ key: "a", spans: spans("1", "2"), rows });
  recent.put({ key: "b", spans: spans("3", "4"), rows });
  recent.put({ key: "c", spans: spans("5"), rows });
  expect(recent.peek("a")).toBeUndefined();
  expect(recent.hasSpan("b", "3")).toBe(true);
  expect(recent.hasSpan("b", "5")).toBe(false);
  expect(recent.spans).toBe(3);
});

it("replaces a trace and gives it up when taken", () => {
  const recent = new RecentTraces(10);
  recent.put({ key: "a", spans: spans("1"), rows });
  recent.put({ key: "a", spans: spans("1", "2"), rows });
  expect(recent.spans).toBe(2);
  expect(recent.take("a")?.spans.size).toBe(2);
  expect(recent.take("a")).toBeUndefined();
  expect(recent.spans).toBe(0);
});

it("lets a body's bytes go with the last trace that is read from it", () => {
  const recent = new RecentTraces(10);
  const both = spans("1", "2");
  const before = held.bytes;
  recent.put({ key: "a", spans: new Map([...both].slice(0, 1)), rows });
  recent.put({ key: "b", spans: new Map([...both].slice(1)), rows });
  expect(held.bytes).toBe(before + 100);
  expect(recent.forgetOldest()).toBe(true);
  expect(held.bytes).toBe(before + 100);
  expect(recent.forgetOldest()).toBe(true);
  expect(held.bytes).toBe(before);
  expect(recent.forgetOldest()).toBe(false);
});
