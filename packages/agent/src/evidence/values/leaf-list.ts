import { type Form, fromBase64, instantOf, piecesOf, plain, wholeForms } from "./canonical.ts";
import { claimsOf, type Leaf } from "./leaves.ts";
import { standsAt } from "./text-search.ts";

const MAX_SOURCE_PARTS = 14;
/** Places kept for one value; a value that stands everywhere says nothing anyway. */
const MAX_PLACES = 24;
/** Nothing shorter is looked at as base64. */
const MIN_ENCODED = 8;

export interface Place {
  readonly path: string;
  /** How the value stood there. */
  readonly transform: Form["transform"] | "jwt";
}

/** How many different values a path had, and the span of its numbers; a path without `[*]` has one value. */
export interface PathStats {
  readonly count: number;
  readonly range: number | undefined;
}

/** The ways one leaf's value can be written, made when a search has found something in it. */
interface Written {
  readonly forms: readonly Form[];
  pieces?: readonly string[];
}

/**
 * The values of one source (a response, the inbound request), to be asked for single values. They are searched as one
 * text, and only leaves that hold what is looked for are written down in other ways: there are thousands of leaves and
 * a handful of questions.
 */
export class LeafList {
  readonly #leaves: readonly Leaf[];
  readonly #found = new Map<string, readonly Place[]>();
  readonly #stats = new Map<string, PathStats>();
  readonly #written = new Map<Leaf, Written>();
  /** Values behind an encoding, by their numbers: they can only be compared, not searched. */
  readonly #encoded: number[] = [];
  readonly #text: string;
  /** Where in the text each value begins. */
  readonly #starts: Uint32Array;

  constructor(leaves: readonly Leaf[]) {
    this.#leaves = leaves;
    this.#starts = new Uint32Array(leaves.length);
    const values: string[] = [];
    let start = 0;
    for (const { value } of leaves) {
      const index = values.length;
      const lower = value.toLowerCase();
      this.#starts[index] = start;
      start += lower.length + 1;
      values.push(lower);
      if (isEncoded(value)) this.#encoded.push(index);
    }
    this.#text = values.join("\n");
  }

  /** Places whose value can be written as the form, given what must stand in such a value. */
  find({ text }: Form, needles: readonly string[]): readonly Place[] {
    const known = this.#found.get(text);
    if (known !== undefined) return known;
    const places: Place[] = [];
    for (const index of this.#holding(needles)) {
      if (places.length >= MAX_PLACES) break;
      const leaf = this.#leaves[index];
      const transform = leaf === undefined ? undefined : this.#transformTo(leaf, text);
      if (leaf === undefined || transform === undefined) continue;
      if (!places.some(({ path }) => path === leaf.path)) places.push({ path: leaf.path, transform });
    }
    this.#found.set(text, places);
    return places;
  }

  stats(path: string): PathStats {
    let stats = this.#stats.get(path);
    if (stats === undefined) {
      const values = new Set<string>();
      for (const leaf of this.#leaves) if (leaf.path === path) values.add(plain(leaf.value));
      stats = { count: values.size, range: rangeOf(values) };
      this.#stats.set(path, stats);
    }
    return stats;
  }

  /** Numbers of the leaves one of the needles stands in, in order, and of those that cannot be searched. */
  #holding(needles: readonly string[]): Iterable<number> {
    if (needles.includes("")) return this.#leaves.keys();
    const holding = [...this.#encoded];
    for (const needle of needles) this.#search(needle, holding);
    return needles.length + this.#encoded.length > 1 ? new Set(holding.sort((a, b) => a - b)) : holding;
  }

  #search(needle: string, holding: number[]): void {
    for (let at = this.#text.indexOf(needle); at >= 0;) {
      if (!standsAt(this.#text, at, needle)) {
        at = this.#text.indexOf(needle, at + 1);
        continue;
      }
      const index = this.#leafAt(at);
      holding.push(index);
      const next = this.#starts[index + 1];
      at = next === undefined ? -1 : this.#text.indexOf(needle, next);
    }
  }

  #leafAt(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? Infinity) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** How the leaf's value is written as `text`; `undefined` if it is not. */
  #transformTo(leaf: Leaf, text: string): Place["transform"] | undefined {
    const written = this.#writtenOf(leaf);
    const form = written.forms.find((one) => one.text === text);
    if (form !== undefined) return leaf.inToken ? "jwt" : form.transform;
    written.pieces ??= piecesIn(leaf.value, written.forms);
    return written.pieces.includes(text) ? "part" : undefined;
  }

  #writtenOf(leaf: Leaf): Written {
    let written = this.#written.get(leaf);
    if (written === undefined) {
      written = { forms: wholeForms(leaf.value) };
      this.#written.set(leaf, written);
    }
    return written;
  }
}

function piecesIn(value: string, forms: readonly Form[]): string[] {
  return forms.flatMap((one) =>
    one.transform === "" || one.transform === "base64"
      ? piecesOf(one.transform === "" ? value : one.text, MAX_SOURCE_PARTS)
      : [],
  );
}

function isEncoded(value: string): boolean {
  if (value.includes("%")) return true;
  return value.length >= MIN_ENCODED && (fromBase64(value.trim()) !== undefined || claimsOf(value) !== undefined);
}

/** From the lowest to the highest, where all are plain numbers. */
function rangeOf(values: ReadonlySet<string>): number | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!/^-?\d{1,15}$/.test(value) || instantOf(value) !== undefined) return undefined;
    low = Math.min(low, Number(value));
    high = Math.max(high, Number(value));
  }
  return high - low + 1;
}
