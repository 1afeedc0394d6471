import { type Form, fromBase64, instantOf, piecesOf, plain, wholeForms } from "./canonical.ts";
import { claimsOf, type Leaf } from "./leaves.ts";
import { standsIn } from "./text-search.ts";

const MAX_SOURCE_PARTS = 14;
/** Places kept for one value; a value that stands everywhere says nothing anyway. */
const MAX_PLACES = 24;

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

interface Entry extends Leaf {
  readonly lower: string;
  /** Its value is behind an encoding: it can only be compared, not searched. */
  readonly encoded: boolean;
  forms?: readonly Form[];
  pieces?: readonly string[];
}

/**
 * The values of one source (a response, the inbound request), to be asked for single values. Only leaves that hold what
 * is looked for are written down in other ways: there are thousands of leaves and a handful of questions.
 */
export class LeafList {
  readonly #entries: readonly Entry[];
  readonly #found = new Map<string, readonly Place[]>();
  readonly #stats = new Map<string, PathStats>();

  constructor(leaves: readonly Leaf[]) {
    this.#entries = leaves.map(entryOf);
  }

  /** Places whose value can be written as the form, given what must stand in such a value. */
  find({ text }: Form, needles: readonly string[]): readonly Place[] {
    const known = this.#found.get(text);
    if (known !== undefined) return known;
    const places: Place[] = [];
    for (const entry of this.#entries) {
      if (places.length >= MAX_PLACES) break;
      if (!entry.encoded && !needles.some((needle) => standsIn(entry.lower, needle))) continue;
      const transform = transformTo(entry, text);
      if (transform !== undefined && !places.some(({ path }) => path === entry.path)) {
        places.push({ path: entry.path, transform });
      }
    }
    this.#found.set(text, places);
    return places;
  }

  stats(path: string): PathStats {
    let stats = this.#stats.get(path);
    if (stats === undefined) {
      const values = new Set(this.#entries.filter((entry) => entry.path === path).map(({ value }) => plain(value)));
      stats = { count: values.size, range: rangeOf(values) };
      this.#stats.set(path, stats);
    }
    return stats;
  }
}

function entryOf(leaf: Leaf): Entry {
  const { value } = leaf;
  return {
    ...leaf,
    lower: value.toLowerCase(),
    encoded: value.includes("%") || fromBase64(value.trim()) !== undefined || claimsOf(value) !== undefined,
  };
}

/** How the leaf's value is written as `text`; `undefined` if it is not. */
function transformTo(entry: Entry, text: string): Place["transform"] | undefined {
  const { value } = entry;
  entry.forms ??= wholeForms(value);
  const form = entry.forms.find((one) => one.text === text);
  if (form !== undefined) return entry.inToken ? "jwt" : form.transform;
  entry.pieces ??= entry.forms.flatMap((one) =>
    one.transform === "" || one.transform === "base64"
      ? piecesOf(one.transform === "" ? value : one.text, MAX_SOURCE_PARTS)
      : [],
  );
  return entry.pieces.includes(text) ? "part" : undefined;
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
