import { describe, expect, it } from "vitest";
import { bootstrapMedian, median, medianInterval, quantile, share, upperBound } from "./statistics.ts";

describe("medianInterval", () => {
  it("narrows with the number of values, and holds the median", () => {
    const few = medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(few).toEqual({ low: 2, high: 9 });
    const many = medianInterval(Array.from({ length: 900 }, (_, at) => at / 100));
    expect(many.high - many.low).toBeLessThan(1);
    expect(many.low).toBeLessThan(4.5);
    expect(many.high).toBeGreaterThan(4.5);
  });
});

describe("share", () => {
  // Wilson (1927); figures from Newcombe (1998), table I: 81 of 263.
  it("gives the interval of the textbook example", () => {
    const { value, low, high } = share(81, 263);
    expect(value).toBeCloseTo(0.308, 3);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });

  it("stays inside 0 to 1 at both ends", () => {
    expect(share(0, 20).low).toBe(0);
    expect(share(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(share(20, 20)).toMatchObject({ value: 1, high: 1 });
  });

  it("knows nothing of nothing", () => {
    expect(share(0, 0)).toMatchObject({ low: 0, high: 1 });
    expect(share(0, 0).value).toBeNaN();
  });
});

describe("upperBound", () => {
  it("is close to three over n when nothing was seen", () => {
    expect(upperBound(0, 100)).toBeCloseTo(0.0295, 4);
    expect(upperBound(0, 1000)).toBeCloseTo(0.003, 3);
  });

  // One-sided 95 % of Clopper and Pearson (1934): the 0.95 quantile of Beta(hits + 1, of - hits).
  it("grows with every hit", () => {
    expect(upperBound(1, 100)).toBeCloseTo(0.0466, 4);
    expect(upperBound(2, 10)).toBeCloseTo(0.5069, 4);
  });

  it("excludes nothing where there was nothing, or all were hits", () => {
    expect(upperBound(0, 0)).toBe(1);
    expect(upperBound(5, 5)).toBe(1);
  });
});

describe("quantiles", () => {
  it("lie between the two nearest ranks", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.9)).toBeCloseTo(4.6, 10);
    expect(median([])).toBeNaN();
  });

  it("of a bootstrap hold the median and repeat themselves", () => {
    const values = Array.from({ length: 40 }, (_, at) => at);
    const first = bootstrapMedian(values);
    expect(first.value).toBe(19.5);
    expect(first.low).toBeLessThan(19.5);
    expect(first.high).toBeGreaterThan(19.5);
    expect(bootstrapMedian(values)).toEqual(first);
  });
});
