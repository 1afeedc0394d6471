import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, bucketValue, MAX_BUCKET } from "./bucket.ts";
import { quantile } from "./quantile.ts";
import { SketchAdder } from "./sketch-adder.ts";
import { decodeSketch, encodeSketch } from "./sketch-bytes.ts";
import { addTo, countOf, mergeSketches, type Sketch, type SketchBuilder } from "./sketch.ts";
import { lowerBound90, trimmedMean } from "./trimmed-mean.ts";

const micros = fc.integer({ min: 0, max: 10_000_000_000 });

function sketchOf(values: readonly number[]): Sketch {
  const builder: SketchBuilder = new Map();
  for (const value of values) addTo(builder, bucketOf(value));
  return builder;
}

describe("bucket", () => {
  it("keeps no time at exactly no time", () => {
    expect(bucketValue(bucketOf(0))).toBe(0);
    expect(bucketValue(bucketOf(1))).toBe(0);
    expect(bucketValue(bucketOf(2))).toBeGreaterThan(0);
  });

  it("stands for every value within one percent", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: Number.MAX_SAFE_INTEGER }), (value) => {
        expect(Math.abs(bucketValue(bucketOf(value)) - value) / value).toBeLessThanOrEqual(0.01 + 1e-9);
      }),
    );
  });

  it("is in range for absurd input", () => {
    for (const value of [-5, Number.NaN, Number.NEGATIVE_INFINITY]) expect(bucketOf(value)).toBe(0);
    expect(bucketOf(Number.POSITIVE_INFINITY)).toBe(MAX_BUCKET);
  });
});

describe("quantile", () => {
  it("is within one percent of the exact lower quantile", () => {
    fc.assert(
      fc.property(
        fc.array(micros, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, q) => {
          const sorted = values.toSorted((a, b) => a - b);
          const exact = sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
          const got = quantile(sketchOf(values), q);
          expect(Math.abs(got - exact)).toBeLessThanOrEqual(exact <= 1 ? 1 : exact * 0.0101);
        },
      ),
    );
  });

  it("is 0 of nothing, and ignores buckets that corrections made negative", () => {
    expect(quantile(new Map(), 0.5)).toBe(0);
    const corrected = new Map([
      [bucketOf(1000), 3],
      [bucketOf(9000), -2],
    ]);
    expect(countOf(corrected)).toBe(3);
    expect(quantile(corrected, 1)).toBe(bucketValue(bucketOf(1000)));
  });
});

describe("merge", () => {
  it("is the sketch of all values, in any order and grouping", () => {
    const list = fc.array(micros, { maxLength: 40 });
    fc.assert(
      fc.property(list, list, list, (a, b, c) => {
        const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        const all = sketchOf([...a, ...b, ...c]);
        expect(mergeSketches([x, mergeSketches([z, y])])).toEqual(all);
        expect(mergeSketches([mergeSketches([y, x]), z])).toEqual(all);
      }),
    );
  });

  it("leaves nothing behind when a correction takes a value back", () => {
    const builder: SketchBuilder = new Map();
    addTo(builder, 7);
    addTo(builder, 7, -1);
    expect(builder.size).toBe(0);
  });
});

describe("bytes", () => {
  const sketch = fc
    .array(fc.tuple(fc.integer({ min: 0, max: MAX_BUCKET }), fc.integer({ min: -(2 ** 45), max: 2 ** 45 })))
    .map((pairs) => new Map(pairs.filter(([, count]) => count !== 0)));

  it("read back as they were written, counts beyond 32 bits and negative ones included", () => {
    fc.assert(
      fc.property(sketch, (value) => {
        expect(decodeSketch(encodeSketch(value))).toEqual(value);
      }),
    );
  });

  it("add up without being read into maps, one sum after the other", () => {
    const adder = new SketchAdder();
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 6 }), (values) => {
        const sum = encodeSketch(mergeSketches(values));
        expect(adder.sum(values.map(encodeSketch))).toEqual(sum);
      }),
    );
    expect(() => adder.sum([Uint8Array.of(7, 4), Uint8Array.of(3)])).toThrow(RangeError);
    expect(adder.sum([])).toEqual(new Uint8Array());
  });

  it("take at most 2 bytes per nearby bucket of small count", () => {
    expect(
      encodeSketch(
        new Map([
          [3, 1],
          [5, 2],
          [9, 63],
        ]),
      ).length,
    ).toBe(6);
  });

  it("are refused when damaged", () => {
    expect(() => decodeSketch(Uint8Array.of(3))).toThrow(RangeError);
    expect(() => decodeSketch(Uint8Array.of(3, 0x80))).toThrow(RangeError);
    expect(() => decodeSketch(Uint8Array.of(0xff, 0xff, 0xff, 0x7f, 2))).toThrow(/out of range/);
    expect(() => decodeSketch(new Uint8Array(40).fill(0xff))).toThrow(RangeError);
  });

  it("never make the decoder do anything but answer or refuse", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(["answered", "RangeError"]).toContain(outcomeOf(() => decodeSketch(bytes)));
      }),
    );
  });
});

function outcomeOf(run: () => unknown): string {
  try {
    run();
    return "answered";
  } catch (error) {
    return error instanceof Error ? error.name : "threw something else";
  }
}

describe("trimmedMean", () => {
  it("ignores the tenth at each end", () => {
    const values = [1, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 90_000_000];
    expect(trimmedMean(sketchOf(values))).toBeCloseTo(bucketValue(bucketOf(100_000)), 6);
  });

  it("agrees with the direct computation", () => {
    fc.assert(
      fc.property(fc.array(micros, { minLength: 1, maxLength: 120 }), (values) => {
        const rounded = values.map((value) => bucketValue(bucketOf(value))).sort((a, b) => a - b);
        const tail = Math.floor(values.length * 0.1);
        const kept = rounded.slice(tail, rounded.length - tail);
        const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
        expect(trimmedMean(sketchOf(values))).toBeCloseTo(mean, 3);
      }),
    );
  });
});

describe("lowerBound90", () => {
  it("is the value itself where all are equal or there is one", () => {
    const one = bucketValue(bucketOf(50_000));
    expect(lowerBound90(sketchOf([50_000]))).toBeCloseTo(one, 6);
    expect(lowerBound90(sketchOf([50_000, 50_000, 50_000]))).toBeCloseTo(one, 6);
    expect(lowerBound90(new Map())).toBe(0);
  });

  it("lies between 0 and the mean, and comes closer with more of the same traffic", () => {
    fc.assert(
      fc.property(fc.array(micros, { minLength: 2, maxLength: 60 }), (values) => {
        const few = lowerBound90(sketchOf(values));
        expect(few).toBeGreaterThanOrEqual(0);
        expect(few).toBeLessThanOrEqual(trimmedMean(sketchOf(values)) + 1e-6);
      }),
    );
    const values = [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000, 100_000];
    const more = Array.from({ length: 20 }, () => values).flat();
    expect(lowerBound90(sketchOf(more))).toBeGreaterThan(lowerBound90(sketchOf(values)));
  });

  it("matches the textbook figure", () => {
    // 10 values, one trimmed at each end: h = 8, t(0.9, 7) = 1.4149; computed by hand from the bucket values.
    const values = [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000, 100_000];
    const v = values.map((value) => bucketValue(bucketOf(value)));
    const at = (index: number) => v[index] ?? 0;
    const winsorized = [at(1), ...v.slice(1, 9), at(8)];
    const mean = winsorized.reduce((sum, value) => sum + value, 0) / 10;
    const deviation = Math.sqrt(winsorized.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9);
    const trimmed = v.slice(1, 9).reduce((sum, value) => sum + value, 0) / 8;
    expect(lowerBound90(sketchOf(values))).toBeCloseTo(trimmed - (1.4149 * deviation) / (0.8 * Math.sqrt(10)), -1);
  });
});
