import { addTo, bucketOf, encodeSketch, type Micros, type SketchBuilder } from "@weir/core";
import type { Millis } from "../port.ts";

export interface RollupRow {
  readonly ts: Millis;
  readonly sign: 1 | -1;
  readonly duration: Micros;
  readonly savedLow: Micros;
  readonly savedHigh: Micros;
}

/** Counts and distributions of the rows of one batch that fall into one bucket. */
export class RollupSum {
  n = 0;
  errors = 0;
  first: Millis | null = null;
  last: Millis | null = null;
  readonly #duration: SketchBuilder = new Map();
  readonly #savedLow: SketchBuilder = new Map();
  readonly #savedHigh: SketchBuilder = new Map();

  add(row: RollupRow, error: boolean): void {
    this.n += row.sign;
    if (error) this.errors += row.sign;
    addTo(this.#duration, bucketOf(row.duration), row.sign);
    addTo(this.#savedLow, bucketOf(row.savedLow), row.sign);
    addTo(this.#savedHigh, bucketOf(row.savedHigh), row.sign);
    if (row.sign === 1) this.#see(row.ts, row.ts);
  }

  merge(other: RollupSum): void {
    this.n += other.n;
    this.errors += other.errors;
    addAll(this.#duration, other.#duration);
    addAll(this.#savedLow, other.#savedLow);
    addAll(this.#savedHigh, other.#savedHigh);
    if (other.first !== null && other.last !== null) this.#see(other.first, other.last);
  }

  /** In the order of the rollup tables' columns. */
  get columns(): readonly [number, number, Millis | null, Millis | null, Uint8Array, Uint8Array, Uint8Array] {
    const { n, errors, first, last } = this;
    return [
      n,
      errors,
      first,
      last,
      encodeSketch(this.#duration),
      encodeSketch(this.#savedLow),
      encodeSketch(this.#savedHigh),
    ];
  }

  #see(first: Millis, last: Millis): void {
    this.first = this.first === null ? first : Math.min(this.first, first);
    this.last = this.last === null ? last : Math.max(this.last, last);
  }
}

function addAll(sum: SketchBuilder, sketch: ReadonlyMap<number, number>): void {
  for (const [bucket, count] of sketch) addTo(sum, bucket, count);
}
