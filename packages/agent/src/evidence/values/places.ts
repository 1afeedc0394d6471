import { listBits, tokenBits } from "./bits.ts";
import type { Form } from "./canonical.ts";
import type { LeafList, Place } from "./leaf-list.ts";
import { isSearchable, type Token } from "./token.ts";

/** A part of a source's value is easier to hit than the whole. */
const PART_SHARE = 0.8;

/** One place that explains a value: where, by which transformation, and how unlikely that is by accident. */
export interface Match {
  readonly path: string;
  readonly transform: string;
  readonly bits: number;
}

/** By path. */
export type Places = ReadonlyMap<string, Match>;

export const NOWHERE: Places = new Map();

/** Where the token stands in a source, in any way it can be written; the best match of each place. */
export function placesOf(leaves: LeafList, token: Token, share: number): Places {
  let places: Map<string, Match> | undefined;
  for (const form of token.forms) {
    if (!isSearchable(form.text)) continue;
    const found = leaves.find(form.text, form.needles);
    if (found.length === 0) continue;
    places ??= new Map();
    const bits = formBits(form, token) * share;
    for (const place of found) {
      const match = matchAt(leaves, form, place, bits);
      const known = places.get(match.path);
      if (known === undefined || known.bits < match.bits) places.set(match.path, match);
    }
  }
  return places ?? NOWHERE;
}

function matchAt(leaves: LeafList, form: Form, { path, transform }: Place, formBits: number): Match {
  const bits = transform === "part" ? formBits * PART_SHARE : formBits;
  return {
    path: path.text,
    transform: transform === "" ? form.transform : transform,
    // Of what is worth nothing, a list takes nothing away.
    bits: path.hasItems && bits > 0 ? listBits(bits, leaves.stats(path)) : bits,
  };
}

function formBits(form: Form, { original }: Token): number {
  if (form.transform === "time") return tokenBits("2000-01-01t00:00:00z");
  return tokenBits(form.text, form.transform === "" ? original : form.text);
}
