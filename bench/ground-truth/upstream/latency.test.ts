import { describe, expect, it } from "vitest";
import { LATENCY_MIXES, type LatencyMix, latencyOf, MAX_LATENCY_MS } from "./latency.ts";

const drawn = (mix: LatencyMix, slow = false): readonly number[] =>
  Array.from({ length: 2_000 }, (_, at) => latencyOf(mix, { latencyMs: 40, slow, seed: `s ${at}` })).sort(
    (a, b) => a - b,
  );

describe("latencyOf", () => {
  it.each(LATENCY_MIXES)("gives the same for the same seed (%s)", (mix) => {
    expect(drawn(mix)).toEqual(drawn(mix));
  });

  it("keeps the median where the route says, and spreads it", () => {
    const jittered = drawn("jittered");
    expect(jittered[1000]).toBeGreaterThan(38);
    expect(jittered[1000]).toBeLessThan(42);
    // Log-normal, sigma 0.3: the 90th percentile lies at 40 × exp(0.3 × 1.2816).
    expect(jittered[1800]! / 58.75).toBeCloseTo(1, 1);
  });

  it("has a tail of slow answers, bounded", () => {
    const tail = drawn("heavy-tail");
    expect(tail[1940]!).toBeGreaterThan(100);
    expect(tail.at(-1)).toBeLessThanOrEqual(MAX_LATENCY_MS);
  });

  it("slows down one dependency only", () => {
    expect(drawn("slow-dependency", true)[0]).toBe(320);
    expect(drawn("slow-dependency", false)[0]).toBe(40);
  });
});
