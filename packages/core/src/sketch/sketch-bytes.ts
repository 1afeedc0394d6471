import { MAX_BUCKET } from "./bucket.ts";
import { addTo, type Sketch, type SketchBuilder } from "./sketch.ts";
import { unzigzag, VarintReader, writeVarint, zigzag } from "./varint.ts";

/** Per non-empty bucket in ascending order: varint of the step from the bucket before, zigzag varint of the count. */
export function encodeSketch(sketch: Sketch): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const [bucket, count] of [...sketch].sort(([a], [b]) => a - b)) {
    if (count === 0) continue;
    writeVarint(bytes, bucket - before);
    writeVarint(bytes, zigzag(count));
    before = bucket;
  }
  return Uint8Array.from(bytes);
}

/** Throws RangeError on bytes that `encodeSketch` never writes: a stored sketch that does not read back is damage. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  const sketch: SketchBuilder = new Map();
  let last = -1;
  eachCount(bytes, (bucket, count) => {
    if (bucket > last && count !== 0) sketch.set(bucket, count);
    else addTo(sketch, bucket, count);
    last = bucket;
  });
  return sketch;
}

/** Calls for every bucket of an encoded sketch, in ascending order. Throws as `decodeSketch` does. */
export function eachCount(bytes: Uint8Array, take: (bucket: number, count: number) => void): void {
  const numbers = new VarintReader(bytes);
  let bucket = 0;
  while (numbers.more) {
    bucket += numbers.next();
    const coded = numbers.next();
    if (bucket > MAX_BUCKET) throw new RangeError(`sketch bucket ${bucket} is out of range`);
    take(bucket, unzigzag(coded));
  }
}
