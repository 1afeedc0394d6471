import type { SliceableBuffer } from "./wire-reader.ts";

/** Longer texts are hardly ever the same twice in a row. */
const MAX_BYTES = 64;

/**
 * Remembers the last text of one kind. The same attribute of neighbouring spans mostly says the same (`GET`, a host, a
 * route), and comparing a few bytes costs a fifth of making a string of them. It also makes spans share their strings.
 */
export class LastText {
  #text = "";

  read(bytes: SliceableBuffer, start: number, stop: number): string {
    const length = stop - start;
    const text = this.#text;
    if (length === text.length && isAscii(text, bytes, start)) return text;
    const read = bytes.utf8Slice(start, stop);
    if (length <= MAX_BYTES) this.#text = read;
    return read;
  }
}

/** Do these bytes spell `text`? Only plain ASCII does: a byte above it stands for a part of a character. */
function isAscii(text: string, bytes: Uint8Array, start: number): boolean {
  for (let index = text.length - 1; index >= 0; index--) {
    const byte = bytes[start + index] as number;
    if (byte !== text.charCodeAt(index) || byte > 0x7f) return false;
  }
  return true;
}
