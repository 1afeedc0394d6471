import { isAffine } from "./affinity.ts";
import { listOf, piecesOf, plainPath } from "./canonical.ts";
import { type Match, NOWHERE, type Places } from "./places.ts";
import type { SlotValue } from "./slots.ts";
import type { Source } from "./source.ts";
import type { Token, Tokens } from "./token.ts";

const MAX_SINK_PIECES = 100;
const MAX_PIECE_SLOTS = 6;
const AFFINITY_BITS = 10;

/** One position or part of a position, as values that must all come from one place. */
export interface Position {
  readonly slot: string;
  readonly key: string;
  readonly tokens: readonly Token[];
  readonly isList: boolean;
}

/** The whole position; its items are one list where it has several. */
export function wholePosition({ slot, key, values }: SlotValue, tokens: Tokens): Position {
  const [only = ""] = values;
  const items = values.length > 1 ? values : listOf(only);
  const isList = items.length > 1;
  return {
    slot: isList || slot.endsWith("[*]") ? `${slot.replace(/\[\*\]$/, "")}#*` : slot,
    key,
    tokens: (isList ? items : [only]).map((value) => tokens.of(value)),
    isList,
  };
}

/** The parts of a position that nothing explains as a whole. */
export function partPositions({ slot, key, values }: SlotValue, tokens: Tokens): Position[] {
  if (values.length !== 1 || listOf(values[0] ?? "").length > 1) return [];
  const pieces = piecesOf(values[0] ?? "", MAX_SINK_PIECES);
  if (pieces.length < 2 || pieces.length > MAX_PIECE_SLOTS) return [];
  return pieces.map((piece, index) => ({ slot: `${slot}#${index}`, key, tokens: [tokens.of(piece)], isList: false }));
}

/** A path as a whole, to be found as a link; not split into segments. */
export function linkPosition(path: string, tokens: Tokens): Position {
  const text = plainPath(path);
  return {
    slot: "path",
    key: "",
    tokens: [tokens.as(text, [{ text, transform: "link" }])],
    isList: false,
  };
}

/**
 * Every place of the source that explains all tokens of the position.
 * @param share of its bits that a match is worth
 */
export function matchesIn(source: Source, { tokens, key, isList }: Position, share: number): readonly Match[] {
  for (const token of tokens) if (!source.holds(token)) return NONE;
  const matches: Match[] = [];
  for (const { path, transform, bits } of commonPlaces(source, tokens, share).values()) {
    matches.push({
      path,
      transform: isList && transform === "" ? "list" : transform,
      bits: Math.round((bits + (isAffine(key, path) ? AFFINITY_BITS : 0)) * 10) / 10,
    });
  }
  return matches;
}

const NONE: readonly Match[] = [];

/** Places that explain every one of the tokens. */
function commonPlaces(source: Source, tokens: readonly Token[], share: number): Places {
  const [first] = tokens;
  if (first === undefined) return NOWHERE;
  let common = source.places(first, share);
  if (tokens.length === 1) return common;
  const counted = new Set([first.text]);
  for (const token of tokens.slice(1)) {
    if (common.size === 0) return common;
    common = joined(common, source.places(token, share), counted.has(token.text));
    counted.add(token.text);
  }
  return common;
}

function joined(a: Places, b: Places, repeated: boolean): Places {
  const both = new Map<string, Match>();
  for (const [path, match] of b) {
    const before = a.get(path);
    if (before !== undefined) both.set(path, { ...match, bits: before.bits + (repeated ? 0 : match.bits) });
  }
  return both;
}
