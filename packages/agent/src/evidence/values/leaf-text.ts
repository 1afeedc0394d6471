import { MAX_LEAVES } from "./leaves.ts";
import type { Path } from "./path.ts";
import { type SearchText, standsAt } from "./text-search.ts";

/** Letters of a JSON text for each of its values, about. */
const LEAF_LENGTH = 12;

/**
 * Values that stand in a text as they are: where each begins and ends. They are found by searching the text, so that
 * nothing has to be made of the thousands nobody asks for.
 */
export class LeafText {
  /** Numbers of values behind an encoding: they can only be compared, not searched. */
  readonly encoded: number[] = [];
  /** How many values there are. */
  size = 0;
  /** Longer than there are values: made at once for about as many as come, which is cheaper than to grow. */
  readonly #paths: (Path | undefined)[];
  /** For each value, where it begins and where it ends. */
  readonly #bounds: number[];
  readonly #source: SearchText;

  constructor(source: SearchText) {
    this.#source = source;
    const expected = Math.min(MAX_LEAVES, Math.ceil(source.text.length / LEAF_LENGTH));
    // oxlint-disable-next-line no-new-array -- made at once; setting the length of an empty one costs as much as growing
    this.#paths = new Array<Path | undefined>(expected);
    // oxlint-disable-next-line no-new-array -- the same
    this.#bounds = new Array<number>(expected * 2);
  }

  /** Values come in the order they stand in. */
  add(path: Path, start: number, end: number, encoded: boolean): void {
    const index = this.size;
    if (encoded) this.encoded.push(index);
    this.#paths[index] = path;
    this.#bounds[index * 2] = start;
    this.#bounds[index * 2 + 1] = end;
    this.size = index + 1;
  }

  path(index: number): Path | undefined {
    return this.#paths[index];
  }

  value(index: number): string {
    return this.#source.text.slice(this.#start(index), this.#end(index));
  }

  /** The numbers of the values one of the needles stands in, in order, and of those that cannot be searched. */
  holding(needles: readonly string[]): readonly number[] {
    if (this.size === 0) return NONE;
    if (needles.includes("")) return Array.from({ length: this.size }, (_, index) => index);
    const holding = [...this.encoded];
    for (const needle of needles) this.#search(needle, holding);
    if (holding.length < 2 || (needles.length === 1 && this.encoded.length === 0)) return holding;
    return [...new Set(holding.sort((a, b) => a - b))];
  }

  #search(needle: string, holding: number[]): void {
    const text = this.#source.aligned;
    for (let at = text.indexOf(needle, this.#start(0)); at >= 0;) {
      const index = this.#leafAt(at);
      const isInside = at + needle.length <= this.#end(index);
      if (isInside && !standsAt(text, at, needle)) {
        at = text.indexOf(needle, at + 1);
        continue;
      }
      if (isInside) holding.push(index);
      at = index + 1 < this.size ? text.indexOf(needle, this.#start(index + 1)) : -1;
    }
  }

  /** The last value that begins there or before. */
  #leafAt(position: number): number {
    let low = 0;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#start(middle) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #start(index: number): number {
    return this.#bounds[index * 2] ?? 0;
  }

  #end(index: number): number {
    return this.#bounds[index * 2 + 1] ?? 0;
  }
}

const NONE: readonly number[] = [];
