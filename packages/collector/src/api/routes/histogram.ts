import { bucketValue, type RouteDetail, type Sketch, sortedBuckets } from "@weir/core";
import { ms } from "../iso.ts";

const BARS = 30;

/** A distribution in at most so many bars of equal width on a logarithmic scale; `upTo` in milliseconds. */
export function histogramOf(sketch: Sketch): RouteDetail["histogram"] {
  const buckets = sortedBuckets(sketch);
  const lowest = buckets[0]?.[0] ?? 0;
  const highest = buckets.at(-1)?.[0] ?? 0;
  const width = Math.max(1, Math.ceil((highest - lowest + 1) / BARS));
  const counts = new Map<number, number>();
  for (const [bucket, count] of buckets) {
    const bar = Math.floor((bucket - lowest) / width);
    counts.set(bar, (counts.get(bar) ?? 0) + count);
  }
  const last = Math.max(-1, ...counts.keys());
  return Array.from({ length: last + 1 }, (_, bar) => ({
    upTo: ms(bucketValue(lowest + (bar + 1) * width - 1)),
    count: counts.get(bar) ?? 0,
  }));
}
