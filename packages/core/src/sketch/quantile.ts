import { bucketValue } from "./bucket.ts";
import { countOf, isAscending, type Sketch, sortedBuckets } from "./sketch.ts";

/**
 * The value at rank `q (n - 1)`, `0 <= q <= 1`, in microseconds and within 1 %: the first bucket whose cumulative count
 * exceeds the rank (DDSketch's lower quantile). 0 for an empty sketch.
 */
export function quantile(sketch: Sketch, q: number): number {
  const rank = q * (countOf(sketch) - 1);
  let seen = 0;
  let last = 0;
  for (const [bucket, count] of isAscending(sketch) ? sketch : sortedBuckets(sketch)) {
    if (count <= 0) continue;
    seen += count;
    last = bucket;
    if (seen > rank) break;
  }
  return bucketValue(last);
}
