import { type Form, instantOf, piecesOf, wholeForms } from "./canonical.ts";
import type { Leaf } from "./leaves.ts";

const MAX_SOURCE_PARTS = 14;
/** Places kept for one value; a value that stands everywhere says nothing anyway. */
const MAX_PLACES = 24;

export interface Place {
  readonly path: string;
  /** How the value stood there. */
  readonly transform: Form["transform"] | "jwt";
}

/** How many different values a path had, and how far its numbers reach; a path without `[*]` has one. */
export interface PathStats {
  count: number;
  low: number;
  high: number;
  numeric: boolean;
}

/** Where the values of one source (a response, the inbound request) stand, by every way to write them. */
export class LeafIndex {
  readonly #places = new Map<string, Place[]>();
  readonly #paths = new Map<string, PathStats & { readonly values: Set<string> }>();

  constructor(leaves: Iterable<Leaf>) {
    for (const leaf of leaves) this.#add(leaf);
  }

  /** Places whose value can be written as `text`. */
  find(text: string): readonly Place[] {
    return this.#places.get(text) ?? [];
  }

  stats(path: string): PathStats | undefined {
    return this.#paths.get(path);
  }

  #add({ path, value, inToken }: Leaf): void {
    const forms = wholeForms(value);
    const [own] = forms;
    if (own === undefined) return;
    this.#count(path, own.text);
    for (const form of forms) this.#put(form.text, path, inToken ? "jwt" : form.transform);
    const decoded = forms.find((form) => form.transform === "base64");
    for (const source of decoded === undefined ? [value] : [value, decoded.text]) {
      for (const piece of piecesOf(source, MAX_SOURCE_PARTS)) this.#put(piece, path, "part");
    }
  }

  #put(text: string, path: string, transform: Place["transform"]): void {
    const places = this.#places.get(text);
    if (places === undefined) this.#places.set(text, [{ path, transform }]);
    else if (places.length < MAX_PLACES && !places.some((place) => place.path === path)) {
      places.push({ path, transform });
    }
  }

  #count(path: string, text: string): void {
    const stats = this.#paths.get(path) ?? {
      count: 0,
      low: Infinity,
      high: -Infinity,
      numeric: true,
      values: new Set(),
    };
    this.#paths.set(path, stats);
    if (stats.values.has(text)) return;
    stats.values.add(text);
    stats.count++;
    const number = /^-?\d{1,15}$/.test(text) && instantOf(text) === undefined ? Number(text) : Number.NaN;
    if (Number.isNaN(number)) stats.numeric = false;
    else {
      stats.low = Math.min(stats.low, number);
      stats.high = Math.max(stats.high, number);
    }
  }
}
