import { addTo, decodeSketch, encodeSketch, type SketchBuilder } from "@weir/core";
import type { Millis } from "../port.ts";
import { DamagedFile } from "./database-error.ts";

/** Counts and still encoded distributions: what travels from the reading thread. */
export interface EncodedSums {
  readonly requests: number;
  readonly errors: number;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
  readonly duration: Uint8Array;
  readonly savedLow: Uint8Array;
  readonly savedHigh: Uint8Array;
}

/** Rollup rows of one group being added up. */
export class Aggregate {
  requests = 0;
  errors = 0;
  firstSeen: Millis = Infinity;
  lastSeen: Millis = -Infinity;
  readonly #sketches: readonly [SketchBuilder, SketchBuilder, SketchBuilder] = [new Map(), new Map(), new Map()];

  /** Columns as the rollup tables have them, from `n` on: n, errors, first, last and three sketches. */
  add(row: readonly unknown[], at: number, file: string): void {
    this.requests += Number(row[at]);
    this.errors += Number(row[at + 1]);
    if (row[at + 2] !== null) this.firstSeen = Math.min(this.firstSeen, Number(row[at + 2]));
    if (row[at + 3] !== null) this.lastSeen = Math.max(this.lastSeen, Number(row[at + 3]));
    for (const [index, sum] of this.#sketches.entries()) addSketch(sum, row[at + 4 + index], file);
  }

  get sums(): EncodedSums {
    const [duration, savedLow, savedHigh] = this.#sketches;
    return {
      requests: this.requests,
      errors: this.errors,
      firstSeen: this.firstSeen,
      lastSeen: this.lastSeen,
      duration: encodeSketch(duration),
      savedLow: encodeSketch(savedLow),
      savedHigh: encodeSketch(savedHigh),
    };
  }
}

function addSketch(sum: SketchBuilder, bytes: unknown, file: string): void {
  try {
    for (const [bucket, count] of decodeSketch(bytes as Uint8Array)) addTo(sum, bucket, count);
  } catch (error) {
    throw new DamagedFile(file, error);
  }
}
