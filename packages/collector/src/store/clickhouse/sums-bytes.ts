import type { EncodedSums } from "../aggregate.ts";

/** Sums by id of the dimension, 32 upper-case hexadecimal digits. */
export type SumsByDimension = ReadonlyMap<string, EncodedSums>;

/** Told apart from forms to come. */
const FORM = 1;
const ID_BYTES = 16;
/** The id, four counts and moments, the lengths of three distributions. */
const HEAD_BYTES = ID_BYTES + 4 * 8 + 3 * 4;
const NEVER = 0;

/** Sums of many dimensions as one text of bytes: they are there together or not at all. */
export function encodeSums(sums: SumsByDimension): Uint8Array {
  let length = 1;
  for (const { duration, savedLow, savedHigh } of sums.values()) {
    length += HEAD_BYTES + duration.length + savedLow.length + savedHigh.length;
  }
  const bytes = Buffer.alloc(length);
  bytes[0] = FORM;
  let at = 1;
  for (const [hex, { requests, errors, firstSeen, lastSeen, duration, savedLow, savedHigh }] of sums) {
    at += bytes.write(hex, at, "hex");
    const moments = [firstSeen === Infinity ? NEVER : firstSeen, Math.max(lastSeen, NEVER)];
    for (const count of [requests, errors, ...moments]) at = bytes.writeDoubleLE(count, at);
    const sketches = [duration, savedLow, savedHigh];
    for (const sketch of sketches) at = bytes.writeUInt32LE(sketch.length, at);
    for (const sketch of sketches) {
      bytes.set(sketch, at);
      at += sketch.length;
    }
  }
  return bytes;
}

/** Nothing for bytes of another form. The distributions are views of the bytes. Throws RangeError for damage. */
export function decodeSums(bytes: Buffer): SumsByDimension | undefined {
  if (bytes[0] !== FORM) return undefined;
  const sums = new Map<string, EncodedSums>();
  for (let at = 1; at < bytes.length;) {
    const hex = bytes.toString("hex", at, at + ID_BYTES).toUpperCase();
    const [requests, errors, first, last] = [0, 8, 16, 24].map((offset) => bytes.readDoubleLE(at + ID_BYTES + offset));
    const lengths = [0, 4, 8].map((offset) => bytes.readUInt32LE(at + ID_BYTES + 32 + offset));
    at += HEAD_BYTES;
    const [duration, savedLow, savedHigh] = lengths.map((length) => {
      if (at + length > bytes.length) throw new RangeError("sums end in the middle of a distribution");
      return bytes.subarray(at, (at += length));
    });
    if (duration === undefined || savedLow === undefined || savedHigh === undefined) continue;
    sums.set(hex, {
      requests: requests ?? 0,
      errors: errors ?? 0,
      firstSeen: first === undefined || first === NEVER ? Infinity : first,
      lastSeen: last === undefined || last === NEVER ? -Infinity : last,
      duration,
      savedLow,
      savedHigh,
    });
  }
  return sums;
}
