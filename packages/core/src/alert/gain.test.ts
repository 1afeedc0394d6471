import { array, assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf } from "../sketch/bucket.ts";
import { addTo, type Sketch, type SketchBuilder } from "../sketch/sketch.ts";
import { measureGain } from "./gain.ts";

function sketchOf(millis: readonly number[]): Sketch {
  const builder: SketchBuilder = new Map();
  for (const value of millis) addTo(builder, bucketOf(value * 1_000));
  return builder;
}

const steady = (millis: number, count = 60) => sketchOf(Array.from({ length: count }, () => millis));

describe("a measured gain", () => {
  it("is the difference of medians, with what buckets round away inside its interval", () => {
    const { p50, range } = measureGain({ before: steady(400), after: steady(230) });
    expect(p50).toBeGreaterThan(163);
    expect(p50).toBeLessThan(177);
    expect(range.low).toBeLessThanOrEqual(170);
    expect(range.high).toBeGreaterThanOrEqual(170);
  });

  it("of nothing has an interval around nothing", () => {
    const { range } = measureGain({ before: steady(300), after: steady(300) });
    expect(range.low).toBeLessThanOrEqual(0);
    expect(range.high).toBeGreaterThanOrEqual(0);
  });

  it("is negative when it became slower", () => {
    expect(measureGain({ before: steady(200), after: steady(300) }).p50).toBeLessThan(-90);
  });

  it("holds the true difference of medians nearly always, however durations are spread", () => {
    const spread = array(double({ min: 1, max: 1_000, noNaN: true }), { minLength: 101, maxLength: 101 });
    let inside = 0;
    let all = 0;
    assert(
      property(spread, spread, (before, after) => {
        // Halves of one draw stand for two samples of the same durations: their true difference is nothing.
        const pool = [...before, ...after].sort((a, b) => a - b);
        const [even, odd] = [0, 1].map((part) => pool.filter((_, index) => index % 2 === part));
        const { range } = measureGain({ before: sketchOf(even ?? []), after: sketchOf(odd ?? []) });
        all += 1;
        if (range.low <= 0 && range.high >= 0) inside += 1;
      }),
      { seed: 7, numRuns: 200 },
    );
    expect(inside / all).toBeGreaterThan(0.9);
  });
});
