import { describe, expect, it, vi } from "vitest";
import { SeededIds } from "./ids.ts";

describe("ids", () => {
  it("are well-formed and do not repeat", () => {
    const ids = new SeededIds();
    const seen = new Set(Array.from({ length: 20_000 }, () => ids.generateSpanId()));
    expect(seen.size).toBe(20_000);
    for (const id of seen) expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(ids.generateTraceId()).toMatch(/^[0-9a-f]{32}$/);
  });

  it("differ between processes and never touch Math.random", () => {
    const random = vi.spyOn(Math, "random");
    expect(new SeededIds().generateTraceId()).not.toBe(new SeededIds().generateTraceId());
    expect(random).not.toHaveBeenCalled();
  });

  it("follow the published generator for a known seed", () => {
    const ids = new SeededIds(Uint32Array.of(1, 2, 3, 4));
    expect([ids.generateSpanId(), ids.generateSpanId()]).toEqual(["00002d0000000000", "005a708004389d80"]);
  });

  it("work from a seed of zeros", () => {
    expect(new SeededIds(new Uint32Array(4)).generateTraceId()).not.toMatch(/^0+$/);
  });

  it("give fractions below one, spread evenly", () => {
    const ids = new SeededIds();
    const fractions = Array.from({ length: 10_000 }, () => ids.fraction());
    expect(Math.max(...fractions)).toBeLessThan(1);
    expect(fractions.reduce((sum, fraction) => sum + fraction, 0) / 10_000).toBeCloseTo(0.5, 1);
  });
});
