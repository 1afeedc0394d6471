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

/** The sum of sketches; associative and commutative. */
export function mergeSketches(sketches: Iterable<Sketch>): Sketch {
  const sum: SketchBuilder = new Map();
  for (const sketch of sketches) {
    for (const [bucket, count] of sketch) addTo(sum, bucket, count);
  }
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
  return [...sketch].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
}
