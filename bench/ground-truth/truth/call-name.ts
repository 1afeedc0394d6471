import type { CallName } from "./case.ts";

export interface NamedPart {
  readonly method: string;
  readonly segments: readonly string[];
  /** Which of the calls that fit, from 1; undefined for every one. */
  readonly nth: number | undefined;
}

/** @throws Error for a text that is no call name. */
export function parseCallName(name: CallName): NamedPart {
  const found = /^([A-Z]+) (\/[^\s#?]*)(?:#([1-9]\d*))?$/.exec(name);
  if (found === null)
    throw new Error(`Not a call's name: ${JSON.stringify(name)}; expected "GET /users/*" or "GET /users/*#2".`);
  const [, method = "", path = "", nth] = found;
  return { method, segments: path.split("/").slice(1), nth: nth === undefined ? undefined : Number(nth) };
}

/** Whether a call is of the kind a name stands for, its number apart. */
export function fitsName(name: NamedPart, method: string, path: string): boolean {
  const sent = path.split("/").slice(1);
  if (name.method !== method || name.segments.length !== sent.length) return false;
  return name.segments.every((segment, at) => segment === "*" || segment === sent[at]);
}

/**
 * The calls of one visit a name stands for.
 *
 * @param calls of the visit, in the order of their start
 */
export function callsNamed<Call extends { readonly method: string; readonly path: string }>(
  name: CallName,
  calls: readonly Call[],
): readonly Call[] {
  const part = parseCallName(name);
  const fitting = calls.filter(({ method, path }) => fitsName(part, method, path));
  return part.nth === undefined ? fitting : fitting.slice(part.nth - 1, part.nth);
}

/** The more a name says, the larger: a number counts more than any literal segment. */
export function precision(name: CallName): number {
  const { segments, nth } = parseCallName(name);
  return (nth === undefined ? 0 : 100) + segments.filter((segment) => segment !== "*").length;
}
