import { expect, it } from "vitest";
import { HeldBody, HeldBytes, HeldSpans, PartOfBody } from "./held-spans.ts";
import { RecentTraces } from "./recent-traces.ts";

const rows = { requests: [], hits: [], counts: [] };
const held = new HeldBytes();
/** A body of a hundred bytes. */
const bodyOf = (...ids: string[]): HeldBody =>
  new HeldBody({ size: 100, read: () => undefined as never, idOf: (index) => ids[index] ?? "" }, held);
const spansIn = (body: HeldBody, ...indices: number[]): HeldSpans => {
  const spans = new HeldSpans();
  spans.add(new PartOfBody(body, indices));
  return spans;
};
const spans = (...ids: string[]): HeldSpans => spansIn(bodyOf(...ids), ...ids.keys());

it("keeps the newest traces within its bound of spans", () => {
  const recent = new RecentTraces(4);
  recent.put({ key: "a", spans: spans("1", "2"), rows });
  recent.put({ key: "b", spans: spans("3", "4"), rows });
  recent.put({ key: "c", spans: spans("5"), rows });
  expect(recent.peek("a")).toBeUndefined();
  expect(recent.peek("b")?.spans.has("3")).toBe(true);
  expect(recent.peek("b")?.spans.has("5")).toBe(false);
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
  const body = bodyOf("1", "2");
  const before = held.bytes;
  recent.put({ key: "a", spans: spansIn(body, 0), rows });
  recent.put({ key: "b", spans: spansIn(body, 1), rows });
  expect(held.bytes).toBe(before + 100);
  expect(recent.forgetOldest()).toBe(true);
  expect(held.bytes).toBe(before + 100);
  expect(recent.forgetOldest()).toBe(true);
  expect(held.bytes).toBe(before);
  expect(recent.forgetOldest()).toBe(false);
});

it("forgets the oldest first, whatever was taken or forgotten before", () => {
  const recent = new RecentTraces(100);
  const put = (...keys: string[]): void => keys.forEach((key) => recent.put({ key, spans: spans(key), rows }));
  const left = (): string[] => ["a", "b", "c", "d", "e"].filter((key) => recent.peek(key) !== undefined);
  put("a", "b", "c", "d");
  recent.forgetOldest();
  put("b");
  recent.take("d");
  recent.forgetOldest();
  expect(left()).toEqual(["b"]);
  recent.forgetOldest();
  expect([left(), recent.forgetOldest()]).toEqual([[], false]);
  put("e", "a");
  recent.forgetOldest();
  expect(left()).toEqual(["a"]);
});
