import { type Form, instantOf, piecesOf, plain, wholeForms } from "./canonical.ts";
import { needsComparing } from "./encoded-words.ts";
import { LeafText } from "./leaf-text.ts";
import type { Leaf } from "./leaves.ts";
import type { Path } from "./path.ts";
import { isMisaligned, SearchText } from "./text-search.ts";

const MAX_SOURCE_PARTS = 14;
/** Places kept for one value; a value that stands everywhere says nothing anyway. */
const MAX_PLACES = 24;
/** Times are written with so many letters at most; in any other way, a value never gets longer. */
const MAX_TIME = 16;

export interface Place {
  readonly path: Path;
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
 * The values of one source (a response, the inbound request), to be asked for single values. They are searched as
 * text, and only leaves that hold what is looked for are written down in other ways: there are thousands of leaves and
 * a handful of questions.
 */
export class LeafList {
  readonly #standing: LeafText;
  readonly #others: readonly Leaf[];
  readonly #otherText: LeafText;
  readonly #stats = new Map<string, PathStats>();
  readonly #written = new Map<number | Leaf, Written>();

  /**
   * @param standing values that can be searched where they stand
   * @param others all other ones, in order
   */
  constructor(standing: LeafText, others: readonly Leaf[]) {
    this.#standing = standing;
    this.#others = others;
    this.#otherText = textOf(others);
  }

  /** Places whose value can be written as the text, given what must stand in such a value. */
  find(text: string, needles: readonly string[]): readonly Place[] {
    const places: Place[] = [];
    const others = this.#otherText.holding(needles);
    let next = 0;
    for (const index of this.#standing.holding(needles)) {
      next = this.#findOthers(others, next, index, text, places);
      if (places.length >= MAX_PLACES) return places;
      const path = this.#standing.path(index);
      if (path === undefined || isKnown(places, path)) continue;
      const transform = this.#transformTo(index, this.#standing.value(index), text);
      if (transform !== undefined) places.push({ path, transform });
    }
    this.#findOthers(others, next, Infinity, text, places);
    return places;
  }

  stats(path: Path): PathStats {
    let stats = this.#stats.get(path.text);
    if (stats === undefined) {
      const values = new Set<string>();
      for (let index = 0; index < this.#standing.size; index += 1) {
        const at = this.#standing.path(index);
        if (at === path || at?.text === path.text) values.add(plain(this.#standing.value(index)));
      }
      for (const leaf of this.#others) if (leaf.path.text === path.text) values.add(plain(leaf.value));
      stats = { count: values.size, range: rangeOf(values) };
      this.#stats.set(path.text, stats);
    }
    return stats;
  }

  /** Those that come before the leaf of that number; gives which is next. */
  #findOthers(numbers: readonly number[], from: number, before: number, text: string, places: Place[]): number {
    for (let next = from; ; next += 1) {
      const leaf = this.#others[numbers[next] ?? -1];
      if (leaf === undefined || leaf.after > before || places.length >= MAX_PLACES) return next;
      if (isKnown(places, leaf.path)) continue;
      const transform = this.#transformTo(leaf, leaf.value, text);
      if (transform !== undefined)
        places.push({ path: leaf.path, transform: leaf.inToken && transform !== "part" ? "jwt" : transform });
    }
  }

  /** How the value is written as `text`; `undefined` if it is not. */
  #transformTo(leaf: number | Leaf, value: string, text: string): Form["transform"] | undefined {
    if (plain(value) === text) return "";
    if (text.length > Math.max(value.length, MAX_TIME) && !isMisaligned(value)) return undefined;
    let written = this.#written.get(leaf);
    if (written === undefined) {
      written = { forms: wholeForms(value) };
      this.#written.set(leaf, written);
    }
    const form = written.forms.find((one) => one.text === text);
    if (form !== undefined) return form.transform;
    written.pieces ??= piecesIn(value, written.forms);
    return written.pieces.includes(text) ? "part" : undefined;
  }
}

function isKnown(places: readonly Place[], { text }: Path): boolean {
  return places.some(({ path }) => path.text === text);
}

function textOf(leaves: readonly Leaf[]): LeafText {
  const source = new SearchText(leaves.map(({ value }) => value).join("\n"));
  const text = new LeafText(source);
  let start = 0;
  for (const { path, value } of leaves) {
    text.add(path, start, start + value.length, needsComparing(value));
    start += value.length + 1;
  }
  return text;
}

function piecesIn(value: string, forms: readonly Form[]): string[] {
  return forms.flatMap((one) =>
    one.transform === "" || one.transform === "base64"
      ? piecesOf(one.transform === "" ? value : one.text, MAX_SOURCE_PARTS)
      : [],
  );
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
