import { describe, expect, it } from "vitest";
import { bucketOf } from "../sketch/bucket.ts";
import { addTo, type Sketch, type SketchBuilder } from "../sketch/sketch.ts";
import { isWorthwhile, waitPerMinute } from "./rank.ts";

function sketchOf(...millis: readonly number[]): Sketch {
  const builder: SketchBuilder = new Map();
  for (const value of millis) addTo(builder, bucketOf(value * 1000));
  return builder;
}

const steady = (millis: number, count = 40): Sketch => sketchOf(...Array.from({ length: count }, () => millis));

describe("waitPerMinute", () => {
  it("is milliseconds given back per minute: saving times rate", () => {
    expect(waitPerMinute({ savedLow: steady(100), requestsPerMinute: 30, tier: "proven" })).toBeCloseTo(3000, -2);
  });

  it("trusts a steady saving more than a varied one of the same mean, and many requests more than few", () => {
    const wait = (savedLow: Sketch) => waitPerMinute({ savedLow, requestsPerMinute: 10, tier: "proven" });
    const varied = sketchOf(...Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 20 : 180)));
    expect(wait(varied)).toBeLessThan(wait(steady(100)));
    expect(wait(sketchOf(20, 180))).toBeLessThan(wait(varied));
  });

  it("weighs by how sure the verdict is", () => {
    const wait = (tier: "proven" | "high" | "unknown") =>
      waitPerMinute({ savedLow: steady(50), requestsPerMinute: 10, tier });
    expect(wait("high")).toBeLessThan(wait("proven"));
    expect(wait("unknown")).toBe(0);
  });

  it("is nothing without requests", () => {
    expect(waitPerMinute({ savedLow: new Map(), requestsPerMinute: 10, tier: "proven" })).toBe(0);
    expect(waitPerMinute({ savedLow: steady(0), requestsPerMinute: 10, tier: "proven" })).toBe(0);
  });
});

describe("isWorthwhile", () => {
  it("asks for 10 ms and for 5 % of the request", () => {
    expect(isWorthwhile(steady(11), steady(100))).toBe(true);
    expect(isWorthwhile(steady(9), steady(100))).toBe(false);
    expect(isWorthwhile(steady(40), steady(1000))).toBe(false);
    expect(isWorthwhile(steady(60), steady(1000))).toBe(true);
  });
});
