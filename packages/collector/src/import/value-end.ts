const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Finds where a JSON value ends, over any number of pieces, without building it. */
export class ValueEnd {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #began = false;

  /** Position behind the value; -1 when it goes on in the next piece. `from` is inside the value. */
  find(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      if (this.#inString) {
        at = this.#string(bytes, at);
        if (!this.#inString && this.#depth === 0) return at;
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#inString = true;
        this.#began = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        this.#depth += 1;
        this.#began = true;
      } else if (byte === 0x7d || byte === 0x5d) {
        // The end of what the value stands in: a number or a word ended right before it.
        if (this.#depth === 0) return at;
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      } else if (this.#depth === 0 && this.#began && (byte === 0x2c || byte <= 0x20)) return at;
      else if (byte > 0x20) this.#began = true;
      at += 1;
    }
    return -1;
  }

  /** Behind the closing quote, or the end of the piece. */
  #string(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      if (this.#escaped) this.#escaped = false;
      else if (bytes[at] === BACKSLASH) this.#escaped = true;
      else if (bytes[at] === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      at += 1;
    }
    return at;
  }
}
