/** Reads numbers of seven bits a byte, lowest first. Arithmetic instead of shifts: numbers may exceed 32 bits. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get more(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** Throws RangeError where the bytes end inside a number or the number is not a safe integer. */
  next(): number {
    // Nearly every number of a sketch is one byte long.
    const first = this.#bytes[this.#at] ?? 0x80;
    if (first >= 0x80) return this.#long();
    this.#at += 1;
    return first;
  }

  #long(): number {
    let value = 0;
    let scale = 1;
    for (let at = this.#at; at < this.#bytes.length; at += 1) {
      const byte = this.#bytes[at] ?? 0;
      value += (byte % 0x80) * scale;
      if (value > Number.MAX_SAFE_INTEGER) break;
      if (byte < 0x80) {
        this.#at = at + 1;
        return value;
      }
      scale *= 0x80;
    }
    throw new RangeError(`bytes end or overflow inside a number at ${this.#at}`);
  }
}

/** `value`: a safe integer from 0 on. */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** Signed numbers as unsigned ones, small ones staying small: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
export function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

export function unzigzag(coded: number): number {
  return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
}
