import type { Place } from "../../evidence/source-fact.ts";
import type { Call } from "../../model/call.ts";

/** Where the calls of a test's request stand. */
export const place: Place = { file: "src/account.ts", line: 10, column: 3, function: "GET" };

const NAME = /\/([^/]+)$/;

/** The last segment of a call's target: what a test calls it. */
export function nameOf(call: Call): string {
  return NAME.exec(call.target)?.[1] ?? call.target;
}

/** A name for each number up to 675, none like a digit or an id. */
export function letters(index: number): string {
  return `r${String.fromCodePoint(97 + Math.floor(index / 26))}${String.fromCodePoint(97 + (index % 26))}`;
}
