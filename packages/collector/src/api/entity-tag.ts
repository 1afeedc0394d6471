import { createHash } from "node:crypto";

/** An entity tag for the bytes of an answer. */
export function tagOf(bytes: Buffer | string): string {
  return `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
}

/** Does the reader have these bytes? Weak comparison: a proxy that compressed the answer may have made the tag weak. */
export function hasTag(ifNoneMatch: string | undefined, tag: string): boolean {
  return (ifNoneMatch ?? "").split(",").some((entry) => ["*", tag, `W/${tag}`].includes(entry.trim()));
}
