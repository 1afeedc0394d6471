import { describe, expect, it } from "vitest";
import { callView } from "../testing/trace.ts";
import { barsOf, gapBefore, moves } from "./bars.ts";

const view = { from: 0, to: 400 };

describe("barsOf", () => {
  it("splits the observed bar at the first byte", () => {
    const bars = barsOf(callView(0, { start: 100, headers: 180, end: 200 }), view);
    expect(bars.waiting).toEqual({ left: 25, width: 20 });
    expect(bars.body).toEqual({ left: 45, width: 5 });
    expect(bars.possible).toBeUndefined();
  });

  it("draws one bar when headers are unknown, and never one of negative width", () => {
    expect(barsOf(callView(0, { start: 100, end: 200 }), view).body).toBeUndefined();
    const odd = barsOf(callView(0, { start: 100, headers: 90, end: 200 }), view);
    expect(odd.waiting?.width).toBe(0);
    expect(odd.body).toEqual({ left: 25, width: 25 });
  });

  it("outlines the earliest start, and the doubt behind it", () => {
    const bars = barsOf(callView(0, { start: 200, end: 300, possible: { low: 20, high: 40 } }), view);
    expect(bars.possible).toEqual({ left: 5, width: 25 });
    expect(bars.doubt).toEqual({ left: 30, width: 5 });
    expect(bars.shift).toEqual({ left: 5, width: 45 });
  });

  it("draws nothing possible for a call that stays", () => {
    const bars = barsOf(callView(0, { start: 200, end: 300, possible: { low: 200, high: 200 } }), view);
    expect([bars.possible, bars.doubt, bars.shift]).toEqual([undefined, undefined, undefined]);
  });
});

describe("moves", () => {
  it("leaves out calls nobody waited for", () => {
    expect(moves(callView(0, { start: 200, end: 300, possible: { low: 0, high: 0 }, background: true }))).toBe(false);
    expect(moves(callView(0, { start: 200, end: 300, possible: { low: 0, high: 0 } }))).toBe(true);
  });
});

describe("gapBefore", () => {
  const first = callView(0, { start: 0, end: 100 });

  it("is the time between, and nothing when the calls touch or overlap", () => {
    expect(gapBefore(callView(1, { start: 101.5, end: 120 }), first)).toEqual({ start: 100, end: 101.5, millis: 1.5 });
    expect(gapBefore(callView(1, { start: 100, end: 120 }), first)).toBeUndefined();
    expect(gapBefore(callView(1, { start: 90, end: 120 }), first)).toBeUndefined();
    expect(gapBefore(first, undefined)).toBeUndefined();
  });
});
