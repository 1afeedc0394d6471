/** Texts of all live requests together, in bytes; two for a character, which is what it may take. */
export const MAX_RETAINED_BYTES: number = 32 * 1024 * 1024;
/** Of a heap this share at most: an app on the edge of its memory must not be pushed over it. */
const HEAP_SHARE = 1 / 16;
/** One text, in characters. */
export const MAX_TEXT: number = 1024 * 1024;

/** The bound in a process whose heap may grow to so many bytes. */
export function retainedBytesFor(heapLimit: number): number {
  return Math.min(MAX_RETAINED_BYTES, Math.floor(heapLimit * HEAP_SHARE));
}

export interface TextHolder {
  text: string | undefined;
}

/** Keeps response texts until their request is over, within a bound for the process; the oldest goes first. */
export class RetainedTexts {
  /** Texts let go or never taken because of a bound. */
  dropped = 0;
  bytes = 0;
  readonly #holders = new Set<TextHolder>();
  readonly #limit: number;

  constructor(limit: number = MAX_RETAINED_BYTES) {
    this.#limit = limit;
  }

  /** False when the text is too large to be kept. */
  keep(holder: TextHolder, text: string): boolean {
    if (text.length > MAX_TEXT) {
      this.dropped++;
      return false;
    }
    holder.text = text;
    this.#holders.add(holder);
    this.bytes += text.length * 2;
    for (const oldest of this.#holders) {
      if (this.bytes <= this.#limit) break;
      this.dropped++;
      this.release(oldest);
    }
    return holder.text !== undefined;
  }

  release(holder: TextHolder): void {
    if (!this.#holders.delete(holder)) return;
    this.bytes -= (holder.text?.length ?? 0) * 2;
    holder.text = undefined;
  }
}
