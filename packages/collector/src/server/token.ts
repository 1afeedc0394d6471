import { hash, timingSafeEqual } from "node:crypto";

/** A token, or several that are all valid: while one is replaced, the old one still is. */
export type TokenSet = string | readonly string[];

export function tokensIn(...sets: readonly (TokenSet | undefined)[]): readonly string[] {
  return sets.flatMap((set) => set ?? []);
}

/** Equal tokens? Takes equally long wherever they differ, and whatever their lengths are. */
export function isToken(presented: string, expected: string): boolean {
  return timingSafeEqual(digest(presented), digest(expected));
}

/** Is it one of them? Looks at all, so that the time does not tell which. */
export function isOneOf(presented: string, expected: readonly string[]): boolean {
  let found = false;
  for (const token of expected) found = isToken(presented, token) || found;
  return found;
}

function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

/** The token of `Authorization: Bearer …`; the scheme's case does not matter. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +([^\s]+) *$/i.exec(authorization ?? "")?.[1];
}
