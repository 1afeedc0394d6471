const FIRST_BYTES = 16_384;
/** Larger than this it is made anew for the next message: one huge message must not stay in memory. */
const MAX_KEPT_BYTES = 1_048_576;
/** Shorter texts are written by a loop: calling into the runtime costs more than so many characters. */
const LOOP_CHARS = 24;
const TWO_28 = 2 ** 28;
const TWO_32 = 2 ** 32;

/** Field numbers and wire types of the protobuf encoding, in one number as they stand before a field. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/**
 * Writes protobuf messages one behind the other into a buffer that is used again. Nested messages are written where they
 * belong and their length is put in front when they are closed: in one pass, whatever is inside.
 */
export class ProtobufWriter {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #at = 0;

  /** A copy of all that was written since the last time, which is forgotten. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    return taken;
  }

  /** Forgets what was written since the last `take`. */
  clear(): void {
    this.#at = 0;
  }

  tag(field: number, type: number): void {
    this.#room(5);
    this.#varint(field * 8 + type);
  }

  /** A whole number; negative ones as 64 bits of two's complement. */
  varint(value: number): void {
    this.#room(10);
    if (value < 0) this.#negative(value);
    else this.#varint(value);
  }

  fixed32(value: number): void {
    this.#room(4);
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
  }

  /** `high * 2^32 + low`, both below 2^32. */
  fixed64(high: number, low: number): void {
    this.#room(8);
    this.#at = this.#bytes.writeUInt32LE(low, this.#at);
    this.#at = this.#bytes.writeUInt32LE(high, this.#at);
  }

  double(value: number): void {
    this.#room(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  /** Bytes as they are, without a length. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** The bytes of an id given as up to 254 hexadecimal digits, with their length; it ends where they do. */
  hex(digits: string): void {
    const length = Math.min(127, digits.length >>> 1);
    this.#room(length + 1);
    const written = this.#bytes.write(digits, this.#at + 1, length, "hex");
    this.#bytes[this.#at] = written;
    this.#at += written + 1;
  }

  /** A text with its length. */
  string(text: string): void {
    const { length } = text;
    this.#room(length * 3 + 5);
    if (length <= LOOP_CHARS && this.#ascii(text)) return;
    this.#varint(Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at);
  }

  /** Begins a message inside this one; the answer is for `close`. */
  open(): number {
    this.#room(1);
    this.#at += 1;
    return this.#at;
  }

  close(start: number): void {
    const length = this.#at - start;
    if (length < 128) {
      this.#bytes[start - 1] = length;
      return;
    }
    let more = 0;
    for (let rest = length; rest >= 128; rest = Math.floor(rest / 128)) more += 1;
    this.#room(more);
    this.#bytes.copyWithin(start + more, start, this.#at);
    this.#at = start - 1;
    this.#varint(length);
    this.#at += length;
  }

  /** False, and nothing written, where a character takes more than one byte. */
  #ascii(text: string): boolean {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      bytes[start + index] = code;
    }
    bytes[this.#at] = text.length;
    this.#at = start + text.length;
    return true;
  }

  #varint(value: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    let rest = value;
    // Divided four bytes at a time, since a number this large is no small integer; the rest is shifted.
    while (rest >= TWO_28) {
      const low = rest % TWO_28;
      bytes[at] = (low & 127) | 128;
      bytes[at + 1] = ((low >>> 7) & 127) | 128;
      bytes[at + 2] = ((low >>> 14) & 127) | 128;
      bytes[at + 3] = (low >>> 21) | 128;
      at += 4;
      rest = Math.floor(rest / TWO_28);
    }
    for (; rest >= 128; rest >>>= 7) {
      bytes[at] = (rest & 127) | 128;
      at += 1;
    }
    bytes[at] = rest;
    this.#at = at + 1;
  }

  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 128n; rest >>= 7n) {
      this.#bytes[this.#at] = Number(rest & 127n) + 128;
      this.#at += 1;
    }
    this.#bytes[this.#at] = Number(rest);
    this.#at += 1;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

/** Nanoseconds of `[seconds, nanoseconds]` as two halves; a double cannot hold them as one. */
export function nanos(writer: ProtobufWriter, [seconds, rest]: readonly [number, number]): void {
  const upper = Math.floor(seconds / 65_536) * 1e9;
  const lower = (seconds % 65_536) * 1e9 + Math.trunc(rest) + (upper % 65_536) * 65_536;
  writer.fixed64(Math.floor(upper / 65_536) + Math.floor(lower / TWO_32), lower % TWO_32);
}
