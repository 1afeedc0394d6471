import type { Range } from "../api/types.ts";
import { bucketEdge } from "../sketch/bucket.ts";
import { quantile } from "../sketch/quantile.ts";
import { countOf, type Sketch, sortedBuckets } from "../sketch/sketch.ts";

/** Normal quantile of a two-sided 90 % interval. */
const Z = 1.6448536269514722;

/** Durations of one route in two versions. */
export interface Compared {
  readonly before: Sketch;
  readonly after: Sketch;
}

/** Is it a gain at all? Only then may anybody say "fixed". */
export function isMeasured(gain: { readonly measured: Pick<MeasuredGain, "range"> } | undefined): boolean {
  return gain !== undefined && gain.measured.range.low > 0;
}

export interface MeasuredGain {
  /** Median before minus median after. Milliseconds; negative when it became slower. */
  readonly p50: number;
  /** 90 % interval of `p50`. Milliseconds. */
  readonly range: Range;
  readonly p95: number;
}

/**
 * What a deploy gained, as the difference of medians. Its interval comes from order statistics, which assume nothing
 * about the shape of the durations: the value at rank `n/2 ± z sqrt(n)/2` bounds a median (David and Nagaraja, Order
 * Statistics, 7.1), at 95 % per side; the two sides are taken together as if the worst met the worst, so the interval
 * is wider than it would need to be, never narrower.
 */
export function measureGain({ before, after }: Compared): MeasuredGain {
  const [beforeLow, beforeHigh] = medianInterval(before);
  const [afterLow, afterHigh] = medianInterval(after);
  return {
    p50: toMillis(quantile(before, 0.5) - quantile(after, 0.5)),
    range: { low: toMillis(beforeLow - afterHigh), high: toMillis(beforeHigh - afterLow) },
    p95: toMillis(quantile(before, 0.95) - quantile(after, 0.95)),
  };
}

/** From the lower edge of one bucket to the upper edge of another: what a bucket rounds away belongs into the interval. */
function medianInterval(sketch: Sketch): readonly [low: number, high: number] {
  const n = countOf(sketch);
  const half = (Z * Math.sqrt(n)) / 2;
  return [
    bucketEdge(bucketAt(sketch, Math.floor(n / 2 - half)) - 1),
    bucketEdge(bucketAt(sketch, Math.ceil(n / 2 + half))),
  ];
}

/** Bucket of the value with so many values before it; the ends for ranks outside. */
function bucketAt(sketch: Sketch, rank: number): number {
  let seen = 0;
  let last = 0;
  for (const [bucket, count] of sortedBuckets(sketch)) {
    seen += count;
    last = bucket;
    if (seen > rank) break;
  }
  return last;
}

function toMillis(micros: number): number {
  return Math.round(micros) / 1000;
}
