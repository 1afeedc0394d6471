import type { Span } from "@weir/core";
import { expect, it } from "vitest";
import { RecentTraces } from "./recent-traces.ts";

const rows = { requests: [], hits: [], counters: [] };
const spans = (...ids: string[]): Map<string, Span> => new Map(ids.map((id) => [id, { spanId: id } as Span]));

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
