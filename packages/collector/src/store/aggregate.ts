import { SketchAdder } from "@weir/core";
import type { Millis } from "./port.ts";

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

/** Distributions of one group held apart before they are added up: what bounds the memory of a long window. */
const FOLD_AT = 32;

/** Adds up for every group of the thread, one sum at a time. */
const adder = new SketchAdder();

/** Rollup rows of one group being added up. */
export class Aggregate {
  #requests = 0;
  #errors = 0;
  #firstSeen: Millis = Infinity;
  #lastSeen: Millis = -Infinity;
  #duration: Uint8Array[] = [];
  #savedLow: Uint8Array[] = [];
  #savedHigh: Uint8Array[] = [];
  /** One sum alone is what it is, once its bytes have been read. */
  #unread = false;

  /** Columns as the rollup tables have them, from `n` on: n, errors, first, last and three sketches. */
  addRow(row: readonly unknown[], at: number): void {
    this.#unread = true;
    this.add({
      requests: Number(row[at]),
      errors: Number(row[at + 1]),
      firstSeen: row[at + 2] === null ? Infinity : Number(row[at + 2]),
      lastSeen: row[at + 3] === null ? -Infinity : Number(row[at + 3]),
      duration: row[at + 4] as Uint8Array,
      savedLow: row[at + 5] as Uint8Array,
      savedHigh: row[at + 6] as Uint8Array,
    });
  }

  /** `sums` are another aggregate's. Throws RangeError when a distribution does not read back. */
  add(sums: EncodedSums): void {
    this.#requests += sums.requests;
    this.#errors += sums.errors;
    if (sums.firstSeen < this.#firstSeen) this.#firstSeen = sums.firstSeen;
    if (sums.lastSeen > this.#lastSeen) this.#lastSeen = sums.lastSeen;
    this.#duration.push(sums.duration);
    this.#savedLow.push(sums.savedLow);
    this.#savedHigh.push(sums.savedHigh);
    if (this.#duration.length >= FOLD_AT) this.#fold();
  }

  /** Throws RangeError when a distribution does not read back. */
  get sums(): EncodedSums {
    this.#fold();
    const none = new Uint8Array();
    return {
      requests: this.#requests,
      errors: this.#errors,
      firstSeen: this.#firstSeen,
      lastSeen: this.#lastSeen,
      duration: this.#duration[0] ?? none,
      savedLow: this.#savedLow[0] ?? none,
      savedHigh: this.#savedHigh[0] ?? none,
    };
  }

  #fold(): void {
    if (this.#duration.length === 1 && !this.#unread) return;
    this.#unread = false;
    this.#duration = [adder.sum(this.#duration)];
    this.#savedLow = [adder.sum(this.#savedLow)];
    this.#savedHigh = [adder.sum(this.#savedHigh)];
  }
}
