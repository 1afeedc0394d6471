import { MAX_BUCKET } from "./bucket.ts";
import { eachCount } from "./sketch-bytes.ts";
import { zigzag } from "./varint.ts";

/** A step of at most 2,047 and a count of at most 53 bits. */
const MOST_BYTES_PER_BUCKET = 10;

/**
 * Adds up encoded sketches into an encoded one without a map in between: what thousands of rollup rows are summed with.
 * One adder serves any number of sums, one after the other.
 */
export class SketchAdder {
  readonly #counts = new Float64Array(MAX_BUCKET + 1);
  readonly #bytes = new Uint8Array((MAX_BUCKET + 1) * MOST_BYTES_PER_BUCKET);
  #length = 0;
  #lowest = MAX_BUCKET + 1;
  #highest = -1;

  /** Equal, byte for byte, to encoding the sum of the decoded ones. Throws RangeError where `decodeSketch` does. */
  sum(sketches: Iterable<Uint8Array>): Uint8Array {
    try {
      for (const bytes of sketches) eachCount(bytes, this.#add);
      return this.#encoded();
    } finally {
      if (this.#highest >= 0) this.#counts.fill(0, this.#lowest, this.#highest + 1);
      this.#lowest = MAX_BUCKET + 1;
      this.#highest = -1;
    }
  }

  readonly #add = (bucket: number, count: number): void => {
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    if (bucket < this.#lowest) this.#lowest = bucket;
    if (bucket > this.#highest) this.#highest = bucket;
  };

  #encoded(): Uint8Array {
    this.#length = 0;
    let before = 0;
    for (let bucket = this.#lowest; bucket <= this.#highest; bucket += 1) {
      const count = this.#counts[bucket] ?? 0;
      if (count === 0) continue;
      this.#write(bucket - before);
      this.#write(zigzag(count));
      before = bucket;
    }
    return this.#bytes.slice(0, this.#length);
  }

  #write(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length] = (rest % 0x80) + 0x80;
      this.#length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length] = rest;
    this.#length += 1;
  }
}
