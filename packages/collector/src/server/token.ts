import { hash, timingSafeEqual } from "node:crypto";

/** Equal tokens? Takes equally long wherever they differ, and whatever their lengths are. */
export function isToken(presented: string, expected: string): boolean {
  return timingSafeEqual(digest(presented), digest(expected));
}

function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

/** The token of `Authorization: Bearer …`; the scheme's case does not matter. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +([^\s]+) *$/i.exec(authorization ?? "")?.[1];
}
