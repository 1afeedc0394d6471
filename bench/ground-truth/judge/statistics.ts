import { uniforms } from "../upstream/latency.ts";

export interface Share {
  readonly hits: number;
  readonly of: number;
  /** NaN of nothing. */
  readonly value: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
}

const Z95 = 1.959963984540054;

/** A share with its 95 % interval after Wilson (1927), which stays inside 0..1 and holds near both ends. */
export function share(hits: number, of: number): Share {
  if (of === 0) return { hits, of, value: Number.NaN, low: 0, high: 1 };
  const p = hits / of;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z95 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { hits, of, value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * The highest rate that so many hits still leave possible: the one-sided 95 % bound of Clopper and Pearson (1934),
 * found by bisection on the binomial tail. With no hit at all it is close to 3/n.
 */
export function upperBound(hits: number, of: number): number {
  if (of === 0 || hits >= of) return 1;
  let [low, high] = [hits / of, 1];
  for (let step = 0; step < 60; step++) {
    const rate = (low + high) / 2;
    if (atMost(hits, of, rate) > 0.05) low = rate;
    else high = rate;
  }
  return high;
}

/** P(X <= hits) of a binomial; in logarithms, because factors underflow for large `of`. */
function atMost(hits: number, of: number, rate: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let k = 0; k <= hits; k++) {
    if (k > 0) logChoose += Math.log(of - k + 1) - Math.log(k);
    sum += Math.exp(logChoose + k * Math.log(rate) + (of - k) * Math.log1p(-rate));
  }
  return sum;
}

/** Linear between the two nearest ranks; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Where the median of all such values lies, from these alone: the order statistics between which it is with 95 %
 * (binomial, in its normal approximation; Conover, Practical Nonparametric Statistics, 1999). Says nothing of how the
 * values are distributed.
 */
export function medianInterval(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (Z95 * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - half));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + half));
  return { low: sorted[low] ?? Number.NaN, high: sorted[high] ?? Number.NaN };
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

const RESAMPLES = 2_000;

/** The median with the 95 % percentile interval of a bootstrap; the same values always give the same interval. */
export function bootstrapMedian(values: readonly number[]): Estimate {
  const random = uniforms(`bootstrap ${values.length}`);
  const medians = Array.from({ length: values.length === 0 ? 0 : RESAMPLES }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN)),
  );
  return { value: median(values), low: quantile(medians, 0.025), high: quantile(medians, 0.975), of: values.length };
}
