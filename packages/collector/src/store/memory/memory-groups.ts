import { addTo, bucketOf, type Micros, type Sketch, type SketchBuilder } from "@weir/core";
import type { Millis } from "../port.ts";

interface Measured {
  readonly ts: Millis;
  readonly sign: 1 | -1;
  readonly duration: Micros;
  readonly savedLow: Micros;
  readonly savedHigh: Micros;
}

/** Counts and distributions of one group of rows, added up row by row. */
export class Group<Row extends Measured> {
  readonly example: Row;
  requests = 0;
  errors = 0;
  #firstSeen: Millis = Infinity;
  #lastSeen: Millis = -Infinity;
  readonly #duration: SketchBuilder = new Map();
  readonly #savedLow: SketchBuilder = new Map();
  readonly #savedHigh: SketchBuilder = new Map();

  constructor(example: Row) {
    this.example = example;
  }

  add(row: Row): void {
    this.requests += row.sign;
    addTo(this.#duration, bucketOf(row.duration), row.sign);
    addTo(this.#savedLow, bucketOf(row.savedLow), row.sign);
    addTo(this.#savedHigh, bucketOf(row.savedHigh), row.sign);
    if (row.sign === -1) return;
    this.#firstSeen = Math.min(this.#firstSeen, row.ts);
    this.#lastSeen = Math.max(this.#lastSeen, row.ts);
  }

  addRequest(row: Row & { readonly error: boolean }): void {
    this.add(row);
    if (row.error) this.errors += row.sign;
  }

  get sketches(): { readonly duration: Sketch; readonly savedLow: Sketch; readonly savedHigh: Sketch } {
    return { duration: this.#duration, savedLow: this.#savedLow, savedHigh: this.#savedHigh };
  }

  get span(): { readonly requests: number; readonly firstSeen: Millis; readonly lastSeen: Millis } {
    return { requests: this.requests, firstSeen: this.#firstSeen, lastSeen: this.#lastSeen };
  }
}

/** Groups by a key; groups whose corrections took everything back are left out. */
export class Groups<Row extends Measured> {
  readonly #groups = new Map<string, Group<Row>>();

  at(key: readonly (string | number)[], row: Row): Group<Row> {
    const text = JSON.stringify(key);
    const known = this.#groups.get(text);
    if (known !== undefined) return known;
    const group = new Group(row);
    this.#groups.set(text, group);
    return group;
  }

  get filled(): readonly Group<Row>[] {
    return [...this.#groups.values()].filter(({ requests }) => requests > 0);
  }
}
