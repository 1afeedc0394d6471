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
  readonly forms: readonly SearchedForm[];
}

interface SearchedForm extends Form {
  /** Without one of these in a text, the form is not in it; none for what cannot be searched. */
  readonly needles: readonly string[];
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
  return {
    slot: "path",
    key: "",
    tokens: [{ original: text, forms: [searched({ text, transform: "link" })] }],
    isList: false,
  };
}

function tokenOf(value: string): Token {
  return { original: value.trim(), forms: wholeForms(value).map(searched) };
}

/** Needles without which no token of the position can be in a source. */
export function needlesOf({ tokens }: Position): string[] {
  const needles: string[] = [];
  for (const { forms } of tokens) for (const form of forms) needles.push(...form.needles);
  return needles;
}

function searched({ text, transform, needles }: Form): SearchedForm {
  return { text, transform, needles: needles ?? (isSearchable(text) ? [needleOf(text)] : []) };
}

/** A single letter stands everywhere. */
function isSearchable(text: string): boolean {
  return text.length > 1 || /\d/.test(text);
}

/** Every place of the source that explains all tokens of the position. */
export function matchesIn(source: Source, position: Position, scale: number): Match[] {
  const { tokens, key } = position;
  if (!tokens.every((token) => token.forms.some((form) => mayHold(source, form)))) return [];
  const matches: Match[] = [];
  for (const { path, transform, bits } of commonPlaces(source.leaves(), tokens, scale).values()) {
    matches.push({
      path,
      transform: position.isList && transform === "" ? "list" : transform,
      bits: Math.round((bits + (isAffine(key, path) ? AFFINITY_BITS : 0)) * 10) / 10,
    });
  }
  return matches;
}

/** Places that explain every one of the tokens. */
function commonPlaces(leaves: LeafList, tokens: readonly Token[], scale: number): ReadonlyMap<string, Match> {
  const [first] = tokens;
  if (first === undefined) return NOWHERE;
  let common: ReadonlyMap<string, Match> = placesOf(leaves, first, scale);
  if (tokens.length === 1) return common;
  const counted = new Set([first.forms[0]?.text]);
  for (const token of tokens.slice(1)) {
    if (common.size === 0) return common;
    const [own] = token.forms;
    common = joined(common, placesOf(leaves, token, scale), counted.has(own?.text));
    counted.add(own?.text);
  }
  return common;
}

const NOWHERE: ReadonlyMap<string, Match> = new Map();

function mayHold(source: Source, form: SearchedForm): boolean {
  return form.needles.some((needle) => source.mayHold(needle));
}

function placesOf(leaves: LeafList, token: Token, scale: number): ReadonlyMap<string, Match> {
  let places: Map<string, Match> | undefined;
  for (const form of token.forms) {
    if (!isSearchable(form.text)) continue;
    const found = leaves.find(form, form.needles);
    if (found.length === 0) continue;
    places ??= new Map();
    const bits = formBits(form, token.original) * scale;
    for (const place of found) {
      const match = matchAt(leaves, form, place, bits);
      const known = places.get(place.path);
      if (known === undefined || known.bits < match.bits) places.set(place.path, match);
    }
  }
  return places ?? NOWHERE;
}

function matchAt(leaves: LeafList, form: Form, { path, transform }: Place, formBits: number): Match {
  const bits = transform === "part" ? formBits * PART_SHARE : formBits;
  return {
    path,
    transform: transform === "" ? form.transform : transform,
    bits: path.includes("[*]") ? listBits(bits, leaves.stats(path)) : bits,
  };
}

function formBits(form: Form, original: string): number {
  if (form.transform === "time") return tokenBits("2000-01-01t00:00:00z");
  return tokenBits(form.text, form.transform === "" ? original : form.text);
}

function joined(a: ReadonlyMap<string, Match>, b: ReadonlyMap<string, Match>, repeated: boolean): Map<string, Match> {
  const both = new Map<string, Match>();
  for (const [path, match] of b) {
    const before = a.get(path);
    if (before !== undefined) both.set(path, { ...match, bits: before.bits + (repeated ? 0 : match.bits) });
  }
  return both;
}
