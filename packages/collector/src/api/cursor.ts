import { createHash } from "node:crypto";
import { z } from "zod";
import { WeirError } from "../errors.ts";
import type { Window } from "../store/port.ts";

/** Where a page ended: the window and question it belongs to, and the sort key of its last row. */
export interface Cursor extends Window {
  readonly question: string;
  readonly after: readonly (string | number)[];
}

/** Longest cursor that is read; ours are far shorter. */
const MAX_LENGTH = 4_096;

const schema = z.strictObject({
  q: z.string(),
  f: z.number(),
  t: z.number(),
  a: z.array(z.union([z.string(), z.number()])).max(8),
});

export function encodeCursor({ question, from, to, after }: Cursor): string {
  return Buffer.from(JSON.stringify({ q: question, f: from, t: to, a: after })).toString("base64url");
}

/** Throws `WEIR_BAD_CURSOR` for anything `encodeCursor` did not write, or that was written for another question. */
export function decodeCursor(text: string, question: string): Cursor {
  const read = text.length <= MAX_LENGTH ? schema.safeParse(parse(text)) : undefined;
  if (read?.success !== true) throw badCursor("The cursor is not one of ours");
  const { q, f, t, a } = read.data;
  if (q !== question) throw badCursor("The cursor belongs to another query");
  return { question, from: f, to: t, after: a };
}

/** A short text that is equal for equal filters and orders. */
export function questionOf(parts: object): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function badCursor(message: string): WeirError {
  return new WeirError("WEIR_BAD_CURSOR", message, { status: 400, hint: "Ask for the first page again" });
}
