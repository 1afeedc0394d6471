import { isAffine } from "./affinity.ts";
import { listBits, tokenBits } from "./bits.ts";
import { type Form, listOf, piecesOf, plainPath, wholeForms } from "./canonical.ts";
import type { LeafList, Place } from "./leaf-list.ts";
import type { SlotValue } from "./slots.ts";
import type { Source } from "./source.ts";
import { needleOf } from "./text-search.ts";

const MAX_SINK_PIECES = 100;
const MAX_PIECE_SLOTS = 6;
const PART_SHARE = 0.8;
const AFFINITY_BITS = 10;

/** One place that explains a value: where, by which transformation, and how unlikely that is by accident. */
export interface Match {
  readonly path: string;
  readonly transform: string;
  readonly bits: number;
}

/** One position or part of a position, as values that must all come from one place. */
export interface Position {
  readonly slot: string;
  readonly key: string;
  readonly tokens: readonly Token[];
  readonly isList: boolean;
}

interface Token {
  readonly original: string;
  readonly forms: readonly Form[];
}

/** The whole position; its items are one list where it has several. */
export function wholePosition({ slot, key, values }: SlotValue): Position {
  const [only = ""] = values;
  const items = values.length > 1 ? values : listOf(only);
  const isList = items.length > 1;
  return {
    slot: isList || slot.endsWith("[*]") ? `${slot.replace(/\[\*\]$/, "")}#*` : slot,
    key,
    tokens: (isList ? items : [only]).map(tokenOf),
    isList,
  };
}

/** The parts of a position that nothing explains as a whole. */
export function partPositions({ slot, key, values }: SlotValue): Position[] {
  if (values.length !== 1 || listOf(values[0] ?? "").length > 1) return [];
  const pieces = piecesOf(values[0] ?? "", MAX_SINK_PIECES);
  if (pieces.length < 2 || pieces.length > MAX_PIECE_SLOTS) return [];
  return pieces.map((piece, index) => ({ slot: `${slot}#${index}`, key, tokens: [tokenOf(piece)], isList: false }));
}

/** A path as a whole, to be found as a link; not split into segments. */
export function linkPosition(path: string): Position {
  const text = plainPath(path);
  return { slot: "path", key: "", tokens: [{ original: text, forms: [{ text, transform: "link" }] }], isList: false };
}

function tokenOf(value: string): Token {
  return { original: value.trim(), forms: wholeForms(value) };
}

/** Needles without which no token of the position can be in a source. */
export function needlesOf({ tokens }: Position): string[] {
  return tokens.flatMap(({ forms }) => forms.flatMap(searched));
}

function searched({ text, needles }: Form): readonly string[] {
  return needles ?? (isSearchable(text) ? [needleOf(text)] : []);
}

/** A single letter stands everywhere. */
function isSearchable(text: string): boolean {
  return text.length > 1 || /\d/.test(text);
}

/** Every place of the source that explains all tokens of the position. */
export function matchesIn(source: Source, position: Position, scale: number): Match[] {
  const { tokens, key } = position;
  if (!tokens.every((token) => token.forms.some((form) => mayHold(source, form)))) return [];
  const leaves = source.leaves();
  let common: Map<string, Match> | undefined;
  const counted = new Set<string>();
  for (const token of tokens) {
    const [own] = token.forms;
    if (own === undefined) return [];
    const found = placesOf(leaves, token, scale);
    common = common === undefined ? found : joined(common, found, counted.has(own.text));
    counted.add(own.text);
    if (common.size === 0) return [];
  }
  return [...(common?.values() ?? [])].map((match) => ({
    path: match.path,
    transform: position.isList && match.transform === "" ? "list" : match.transform,
    bits: Math.round((match.bits + (isAffine(key, match.path) ? AFFINITY_BITS : 0)) * 10) / 10,
  }));
}

function mayHold(source: Source, form: Form): boolean {
  return searched(form).some((needle) => source.mayHold(needle));
}

function placesOf(leaves: LeafList, token: Token, scale: number): Map<string, Match> {
  const places = new Map<string, Match>();
  for (const form of token.forms) {
    if (!isSearchable(form.text)) continue;
    for (const place of leaves.find(form, searched(form))) {
      const match = matchAt(leaves, token, form, place, scale);
      const known = places.get(place.path);
      if (known === undefined || known.bits < match.bits) places.set(place.path, match);
    }
  }
  return places;
}

function matchAt(leaves: LeafList, token: Token, form: Form, place: Place, scale: number): Match {
  const transform = place.transform === "" ? form.transform : place.transform;
  const weight = place.transform === "part" ? scale * PART_SHARE : scale;
  const bits = formBits(form, token.original) * weight;
  return {
    path: place.path,
    transform,
    bits: place.path.includes("[*]") ? listBits(bits, leaves.stats(place.path)) : bits,
  };
}

function formBits(form: Form, original: string): number {
  if (form.transform === "time") return tokenBits("2000-01-01t00:00:00z");
  return tokenBits(form.text, form.transform === "" ? original : form.text);
}

function joined(a: Map<string, Match>, b: Map<string, Match>, repeated: boolean): Map<string, Match> {
  const both = new Map<string, Match>();
  for (const [path, match] of b) {
    const before = a.get(path);
    if (before !== undefined) both.set(path, { ...match, bits: before.bits + (repeated ? 0 : match.bits) });
  }
  return both;
}
