import type { Part } from "@weir/core/messages";

/** What stands where a sentence speaks of many cases at once and no single value fills its place. */
const MANY = "…";

/** The pieces of a sentence with nothing left to fill in: no reader should see the name of a place. */
export function withoutHoles(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) => (part.name === undefined && /^\{\w+\}$/.test(part.text) ? { text: MANY } : part));
}
