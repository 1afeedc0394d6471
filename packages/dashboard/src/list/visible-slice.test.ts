import { describe, expect, it } from "vitest";
import { scrollToShow, visibleSlice } from "./visible-slice.ts";

describe("visibleSlice", () => {
  it("draws what is in sight and a few rows beyond, however long the list", () => {
    expect(visibleSlice(10_000, 36, 36_000, 720)).toEqual({ start: 988, end: 1032, offset: 988 * 36 });
  });

  it("stays inside the list", () => {
    expect(visibleSlice(5, 36, 0, 720)).toEqual({ start: 0, end: 5, offset: 0 });
    expect(visibleSlice(5, 36, 99_999, 720)).toEqual({ start: 4, end: 5, offset: 144 });
    expect(visibleSlice(0, 36, 500, 720)).toEqual({ start: 0, end: 0, offset: 0 });
    expect(visibleSlice(100, 36, -50, 720).start).toBe(0);
  });
});

describe("scrollToShow", () => {
  it("moves as little as needed, and not at all for a row in sight", () => {
    expect(scrollToShow(10, 36, 0, 720)).toBeUndefined();
    expect(scrollToShow(20, 36, 0, 720)).toBe(36);
    expect(scrollToShow(2, 36, 360, 720)).toBe(72);
  });
});
