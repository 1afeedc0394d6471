import { MAX_BUCKET } from "./bucket.ts";
import { eachCount, encodeCounts } from "./sketch-bytes.ts";

/**
 * Adds up encoded sketches into an encoded one without a map in between: what thousands of rollup rows are summed with.
 * One adder serves any number of sums, one after the other.
 */
export class SketchAdder {
  readonly #counts = new Float64Array(MAX_BUCKET + 1);
  #lowest = MAX_BUCKET + 1;
  #highest = -1;

  /** Equal, byte for byte, to encoding the sum of the decoded ones. Throws RangeError where `decodeSketch` does. */
  sum(sketches: Iterable<Uint8Array>): Uint8Array {
    try {
      for (const bytes of sketches) eachCount(bytes, this.#add);
      return encodeCounts(this.#filled());
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

  *#filled(): Generator<readonly [number, number]> {
    for (let bucket = this.#lowest; bucket <= this.#highest; bucket += 1) {
      yield [bucket, this.#counts[bucket] ?? 0];
    }
  }
}
