import { describe, expect, it } from "vitest";
import { nextSlice, reachableRow, scrollToShow, visibleSlice } from "./visible-slice.ts";

describe("visibleSlice", () => {
  it("draws what is in sight and a few rows beyond, however long the list", () => {
    const { start, end, offset } = visibleSlice(10_000, 36, 36_000, 720);
    expect(start).toBeLessThanOrEqual(990);
    expect(end).toBeGreaterThanOrEqual(1030);
    expect(end - start).toBeLessThan(60);
    expect(offset).toBe(start * 36);
  });

  it("stays the same over most frames of a scroll", () => {
    const slices = Array.from({ length: 360 }, (_all, pixel) => visibleSlice(10_000, 36, 36_000 + pixel, 720));
    expect(new Set(slices.map((slice) => `${slice.start}-${slice.end}`)).size).toBeLessThanOrEqual(5);
    for (const [pixel, { start, end }] of slices.entries()) {
      expect(start * 36).toBeLessThanOrEqual(36_000 + pixel);
      expect(end * 36).toBeGreaterThanOrEqual(36_720 + pixel);
    }
  });

  it("stays inside the list and always holds its last row", () => {
    expect(visibleSlice(5, 36, 0, 720)).toEqual({ start: 0, end: 5, offset: 0 });
    expect(visibleSlice(5, 36, 99_999, 720)).toEqual({ start: 0, end: 5, offset: 0 });
    expect(visibleSlice(0, 36, 500, 720)).toEqual({ start: 0, end: 0, offset: 0 });
    expect(visibleSlice(100, 36, 99_999, 720).end).toBe(100);
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

describe("reachableRow", () => {
  it("is the current row while it is drawn", () => {
    expect(reachableRow(20, { start: 12, end: 54, offset: 0 })).toBe(20);
  });

  it("is a row in sight when the list was scrolled away from the current one", () => {
    expect(reachableRow(0, { start: 990, end: 1032, offset: 0 })).toBe(1000);
    expect(reachableRow(900, { start: 0, end: 42, offset: 0 })).toBe(0);
    expect(reachableRow(0, { start: 996, end: 1000, offset: 0 })).toBe(999);
  });
});

describe("nextSlice", () => {
  const ROW = 10;
  /** Rows drawn in each frame until nothing changes any more; 200 px are in sight. */
  function frames(from: { start: number; end: number }, scrolled: number): string[] {
    const wanted = visibleSlice(1000, ROW, scrolled, 200);
    const seen: string[] = [];
    let drawn = { ...from, offset: from.start * ROW };
    for (let frame = 0; frame < 20; frame += 1) {
      const next = nextSlice(drawn, wanted, scrolled, 200, ROW);
      if (next.start === drawn.start && next.end === drawn.end) break;
      expect(next.offset).toBe(next.start * ROW);
      drawn = next;
      seen.push(`${drawn.start}-${drawn.end}`);
    }
    expect([drawn.start, drawn.end]).toEqual([wanted.start, wanted.end]);
    return seen;
  }

  it("draws what is in sight first, then a few rows more in every frame", () => {
    expect(frames({ start: 0, end: 0 }, 0)).toEqual(["0-20", "0-26", "0-32", "0-36"]);
    expect(frames({ start: 0, end: 36 }, 5000)).toEqual(["500-520", "494-526", "488-532", "486-534"]);
  });

  it("keeps rows that are still wanted when the list moves on", () => {
    const [first] = frames({ start: 0, end: 36 }, 250);
    expect(first).toBe("12-45");
  });

  it("is whole in a short list", () => {
    const wanted = visibleSlice(3, ROW, 0, 200);
    expect(nextSlice({ start: 0, end: 0, offset: 0 }, wanted, 0, 200, ROW)).toEqual({ start: 0, end: 3, offset: 0 });
  });
});
