import type { Sentences } from "@weir/core/messages";

/** Tells lists of keys apart, their order included (FNV-1a, 32 bits). */
export function keysMark(sentences: Sentences): number {
  let mark = 0x811c9dc5;
  for (const letter of Object.keys(sentences).join("\n")) {
    mark = Math.imul(mark ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return mark >>> 0;
}
