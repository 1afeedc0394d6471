import type { Obj } from "./objects.ts";
import type { Presence } from "./presence.ts";
import type { Taint } from "./taint.ts";

/** What is known of a text: all of it, or how it begins. */
export interface Text {
  readonly text: string;
  readonly exact: boolean;
}

/** An abstract value: what it owes to A, the objects it may be, and its text where that is known. */
export interface Value {
  readonly taint: Taint;
  readonly refs: readonly Obj[];
  readonly text?: Text;
}

/** One place in memory; its value only ever grows. */
export interface Cell {
  value: Value;
  /** When the object or scope it belongs to was made. */
  readonly serial: number;
  /** Of a parameter or a caught error: what is sure of it in this call. */
  presence?: Presence;
}

export const NOTHING: Value = { taint: 0, refs: [] };

export function scalar(taint: Taint): Value {
  return taint === 0 ? NOTHING : { taint, refs: [] };
}

/** A text or a number of which nothing is known: joined with a known text, that is no longer known. */
const UNTOLD: Value = { taint: 0, refs: [] };

export function untold(taint: Taint): Value {
  return taint === 0 ? UNTOLD : scalar(taint);
}

export function constant(text: string, taint: Taint = 0): Value {
  return { taint, refs: [], text: { text, exact: true } };
}

export function of(ref: Obj, taint: Taint = 0): Value {
  return { taint, refs: [ref] };
}

export function tainted(value: Value, taint: Taint): Value {
  return (value.taint | taint) === value.taint ? value : { ...value, taint: value.taint | taint };
}

export function join(a: Value, b: Value): Value {
  if (a === b || b === NOTHING) return a;
  if (a === NOTHING) return b;
  const refs = joinRefs(a.refs, b.refs);
  const taint = a.taint | b.taint;
  const text = joinText(a.text, b.text);
  if (refs === a.refs && taint === a.taint && text === a.text) return a;
  return text === undefined ? { taint, refs } : { taint, refs, text };
}

export function joinAll(values: readonly Value[]): Value {
  return values.reduce(join, NOTHING);
}

export function exactText(value: Value): string | undefined {
  return value.text?.exact === true && value.refs.length === 0 ? value.text.text : undefined;
}

/** May two texts be the same one? Not where one of them is sure to begin otherwise than the other. */
export function mayBeEqual(a: Text, b: Text): boolean {
  if (a.exact && b.exact) return a.text === b.text;
  if (a.exact) return a.text.startsWith(b.text);
  if (b.exact) return b.text.startsWith(a.text);
  return a.text.startsWith(b.text) || b.text.startsWith(a.text);
}

function joinRefs(a: readonly Obj[], b: readonly Obj[]): readonly Obj[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const added = b.filter((ref) => !a.includes(ref));
  return added.length === 0 ? a : [...a, ...added];
}

/** Two different texts leave only what they begin with. */
function joinText(a: Text | undefined, b: Text | undefined): Text | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.exact && b.exact && a.text === b.text) return a;
  return undefined;
}
