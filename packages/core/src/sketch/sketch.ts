import { MAX_BUCKET } from "./bucket.ts";

/**
 * Counts per log bucket. Relative accuracy 1 %; the mapping is DDSketch's (Masson, Rim, Lee, VLDB'19), equal to that of
 * ClickHouse's `quantilesDD(0.01, …)`. Counts are signed so that a correction can take a value back.
 */
export type Sketch = ReadonlyMap<number, number>;

/** A sketch that is being added up. */
export type SketchBuilder = Map<number, number>;

/** Adds `count` (negative takes back) to a bucket. A bucket that reaches zero disappears, so equal sums are equal maps. */
export function addTo(builder: SketchBuilder, bucket: number, count: number = 1): void {
  const sum = (builder.get(bucket) ?? 0) + count;
  if (sum === 0) builder.delete(bucket);
  else builder.set(bucket, sum);
}

/** Up to so many sketches are merged one by one; a table of all buckets is better for more. */
const FEW = 4;

/** The sum of sketches; associative and commutative. Its buckets are in ascending order, which later questions gain by. */
export function mergeSketches(sketches: Iterable<Sketch>): Sketch {
  const all = [...sketches];
  const [first = new Map<number, number>(), ...others] = all;
  if (all.length <= FEW && all.every(isAscending)) return others.reduce(mergeTwo, first);
  return mergeMany(all);
}

/** Both in ascending order. */
function mergeTwo(a: Sketch, b: Sketch): Sketch {
  const sum: SketchBuilder = new Map();
  const rest = b.entries();
  let next = rest.next();
  for (const [bucket, count] of a) {
    for (; next.done !== true && next.value[0] < bucket; next = rest.next()) sum.set(next.value[0], next.value[1]);
    const other = next.done !== true && next.value[0] === bucket ? next.value[1] : undefined;
    const total = count + (other ?? 0);
    if (total !== 0) sum.set(bucket, total);
    if (other !== undefined) next = rest.next();
  }
  for (; next.done !== true; next = rest.next()) sum.set(next.value[0], next.value[1]);
  return sum;
}

function mergeMany(sketches: readonly Sketch[]): Sketch {
  const counts = new Float64Array(MAX_BUCKET + 1);
  for (const sketch of sketches) {
    for (const [bucket, count] of sketch) counts[bucket] = (counts[bucket] ?? 0) + count;
  }
  const sum: SketchBuilder = new Map();
  for (const [bucket, count] of counts.entries()) if (count !== 0) sum.set(bucket, count);
  return sum;
}

/** How many values a sketch holds. A bucket that corrections made negative counts as empty. */
export function countOf(sketch: Sketch): number {
  let sum = 0;
  for (const count of sketch.values()) if (count > 0) sum += count;
  return sum;
}

/** Non-empty buckets in order of value; buckets that corrections made negative are left out. */
export function sortedBuckets(sketch: Sketch): readonly (readonly [bucket: number, count: number])[] {
  const buckets = [...sketch].filter(([, count]) => count > 0);
  return isAscending(sketch) ? buckets : buckets.sort(([a], [b]) => a - b);
}

/** Sketches that were stored or merged are; sorting them again would cost more than all else that is asked of them. */
export function isAscending(sketch: Sketch): boolean {
  let last = -1;
  for (const bucket of sketch.keys()) {
    if (bucket < last) return false;
    last = bucket;
  }
  return true;
}
