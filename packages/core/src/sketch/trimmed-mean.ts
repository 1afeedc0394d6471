import { bucketValue } from "./bucket.ts";
import { type Sketch, sortedBuckets } from "./sketch.ts";

interface Trimmed {
  /** Values kept between the two tails. */
  readonly kept: number;
  readonly mean: number;
  /** Variance after each tail was replaced by the nearest kept value. */
  readonly winsorizedVariance: number;
  readonly count: number;
}

/** Mean in microseconds without the lowest and the highest `floor(fraction * n)` values. 0 for an empty sketch. */
export function trimmedMean(sketch: Sketch, fraction: number = 0.1): number {
  return trim(sketch, fraction).mean;
}

/**
 * Lower end of the one-sided 90 % confidence interval of the 10 %-trimmed mean, in microseconds, never below 0:
 * `mean - t(0.9, h - 1) * s_w / ((1 - 2 * 0.1) * sqrt(n))`, with the Winsorized deviation `s_w` and `h` kept values
 * (Tukey and McLaughlin, Sankhya A 25, 1963; Wilcox, Introduction to Robust Estimation and Hypothesis Testing, ch. 4).
 *
 * One value says nothing about spread: then the value itself is returned. What is fed in is the pessimistic saving, so
 * that is a lower bound of its own request.
 */
export function lowerBound90(sketch: Sketch): number {
  const { kept, mean, winsorizedVariance, count } = trim(sketch, 0.1);
  if (kept < 2) return mean;
  const error = Math.sqrt(winsorizedVariance) / (0.8 * Math.sqrt(count));
  return Math.max(0, mean - studentT90(kept - 1) * error);
}

function trim(sketch: Sketch, fraction: number): Trimmed {
  const buckets = sortedBuckets(sketch);
  const count = buckets.reduce((sum, [, n]) => sum + n, 0);
  if (count === 0) return { kept: 0, mean: 0, winsorizedVariance: 0, count };
  const tail = Math.min(Math.floor(fraction * count), Math.ceil(count / 2) - 1);
  const kept = count - 2 * tail;
  const middle = between(buckets, tail, count - tail);
  const mean = middle.reduce((sum, [value, n]) => sum + value * n, 0) / kept;
  const low = middle[0]?.[0] ?? 0;
  const high = middle.at(-1)?.[0] ?? 0;
  const winsorized = [...middle, [low, tail] as const, [high, tail] as const];
  const center = winsorized.reduce((sum, [value, n]) => sum + value * n, 0) / count;
  const squares = winsorized.reduce((sum, [value, n]) => sum + n * (value - center) ** 2, 0);
  return { kept, mean, winsorizedVariance: count > 1 ? squares / (count - 1) : 0, count };
}

/** Values with ranks `from <= rank < to`, as (value, how many). */
function between(
  buckets: readonly (readonly [number, number])[],
  from: number,
  to: number,
): readonly (readonly [value: number, count: number])[] {
  const inside: (readonly [number, number])[] = [];
  let rank = 0;
  for (const [bucket, count] of buckets) {
    const taken = Math.min(rank + count, to) - Math.max(rank, from);
    if (taken > 0) inside.push([bucketValue(bucket), taken]);
    rank += count;
  }
  return inside;
}

const Z90 = 1.2815515655446004;
const SMALL: readonly number[] = [3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398];

/** 90 % quantile of Student's t: a table up to 6 degrees of freedom, then three terms of the Cornish-Fisher expansion (error below 1e-4). */
function studentT90(freedom: number): number {
  const tabled = SMALL[freedom - 1];
  if (tabled !== undefined) return tabled;
  const z = Z90;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}
