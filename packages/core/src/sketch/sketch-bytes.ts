import { MAX_BUCKET } from "./bucket.ts";
import { addTo, type Sketch, type SketchBuilder } from "./sketch.ts";

/** Per non-empty bucket in ascending order: varint of the step from the bucket before, zigzag varint of the count. */
export function encodeSketch(sketch: Sketch): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const [bucket, count] of [...sketch].sort(([a], [b]) => a - b)) {
    if (count === 0) continue;
    writeVarint(bytes, bucket - before);
    writeVarint(bytes, count >= 0 ? 2 * count : -2 * count - 1);
    before = bucket;
  }
  return Uint8Array.from(bytes);
}

/** Throws RangeError on bytes that `encodeSketch` never writes: a stored sketch that does not read back is damage. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  const sketch: SketchBuilder = new Map();
  let bucket = 0;
  let at = 0;
  while (at < bytes.length) {
    const step = readVarint(bytes, at);
    const coded = readVarint(bytes, step.next);
    at = coded.next;
    bucket += step.value;
    if (bucket > MAX_BUCKET) throw new RangeError(`sketch bucket ${bucket} is out of range`);
    addTo(sketch, bucket, coded.value % 2 === 0 ? coded.value / 2 : -(coded.value + 1) / 2);
  }
  return sketch;
}

/** Arithmetic instead of shifts: counts may exceed 32 bits. */
function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

function readVarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let scale = 1;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte % 0x80) * scale;
    if (value > Number.MAX_SAFE_INTEGER) break;
    if (byte < 0x80) return { value, next: at + 1 };
    scale *= 0x80;
  }
  throw new RangeError(`sketch bytes end or overflow inside a number at ${from}`);
}
