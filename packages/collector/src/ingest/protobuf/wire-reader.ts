import { malformed } from "../read-error.ts";

/** Part of every `Buffer`, missing in its types: the cheapest ways to make a string of a few bytes. */
export interface SliceableBuffer extends Buffer {
  utf8Slice(start: number, end: number): string;
  hexSlice(start: number, end: number): string;
}

const TWO_32 = 4_294_967_296;

/**
 * A cursor over protobuf wire format. Every method that takes `end` refuses to go beyond it, `end` being where the
 * enclosing message ends.
 */
export class WireReader {
  readonly bytes: SliceableBuffer;
  /** The same bytes: engines make one load of `getUint32`, where four bytes are four. */
  readonly view: DataView;
  pos = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes as SliceableBuffer;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Field number and wire type, `number << 3 | type`. */
  tag(): number {
    const byte = this.bytes[this.pos] as number;
    if (byte >= 8 && byte < 0x80) {
      this.pos += 1;
      return byte;
    }
    const tag = this.#varint32("tag");
    if (tag < 8) throw this.error("field number 0");
    return tag;
  }

  /** Reads a length and answers where the field ends; the cursor stands on its first byte. */
  stop(end: number): number {
    const byte = this.bytes[this.pos] as number;
    let length: number;
    if (byte < 0x80) {
      this.pos += 1;
      length = byte;
    } else {
      length = this.#varint32("length");
    }
    const stop = this.pos + length;
    if (stop > end) throw this.error("a length beyond the end");
    return stop;
  }

  /** Steps over the field whose tag was just read. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case 0:
        this.#skipVarint(end);
        break;
      case 1:
        this.pos += 8;
        break;
      case 2:
        this.pos = this.stop(end);
        break;
      case 5:
        this.pos += 4;
        break;
      default:
        throw this.error("an unknown wire type");
    }
    if (this.pos > end) throw this.error("a field beyond the end");
  }

  /** An enum or another small number; a 64-bit value answers its low 32 bits, as protobuf asks. */
  uint32(): number {
    const byte = this.bytes[this.pos] as number;
    if (byte < 0x80) {
      this.pos += 1;
      return byte;
    }
    this.int64();
    return this.#low;
  }

  /** Exact: a number where a number can hold it, else a bigint. */
  int64(): number | bigint {
    const first = this.bytes[this.pos] as number;
    if (first < 0x80) {
      this.pos += 1;
      this.#low = first;
      return first;
    }
    const second = this.bytes[this.pos + 1] as number;
    if (second < 0x80) {
      this.pos += 2;
      this.#low = (first & 0x7f) | (second << 7);
      return this.#low;
    }
    return this.#longInt64();
  }

  #longInt64(): number | bigint {
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      const byte = this.bytes[this.pos] as number;
      if (byte === undefined) throw this.error("a number without an end");
      this.pos += 1;
      const bits = byte & 0x7f;
      if (index < 4) low |= bits << (7 * index);
      else if (index === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (7 * index - 32);
      if (byte < 0x80) {
        this.#low = low >>> 0;
        return signed64(low >>> 0, high | 0);
      }
    }
    throw this.error("a number of more than 10 bytes");
  }

  /** `fixed32`. */
  fixed32(end: number): number {
    const at = this.#take(4, end);
    return this.view.getUint32(at, true);
  }

  double(end: number): number {
    const at = this.#take(8, end);
    return this.view.getFloat64(at, true);
  }

  /**
   * `fixed64` nanoseconds as whole microseconds, rounded down; exact as long as the answer is a safe integer.
   * With n = high * 2^32 + low and 2^32 = 4294967 * 1000 + 296, no intermediate value leaves 2^53.
   */
  micros(end: number): number {
    const at = this.#take(8, end);
    const low = this.view.getUint32(at, true);
    const high = this.view.getUint32(at + 4, true);
    return high * 4_294_967 + Math.floor((high * 296 + low) / 1_000);
  }

  /**
   * Steps over an id that should be `size` bytes long and end at `stop`; answers where it starts, or -1 when it has
   * another length or is all zero, which means "none".
   */
  id(size: 8 | 16, stop: number): number {
    const at = this.pos;
    this.pos = stop;
    if (stop - at !== size) return -1;
    for (let index = at; index < stop; index += 4) if (this.view.getUint32(index) !== 0) return at;
    return -1;
  }

  hex(at: number, size: 8 | 16): string {
    return this.bytes.hexSlice(at, at + size);
  }

  /** Are the ids at both places the same? They differ at the end. */
  isEqual(one: number, other: number, size: 8 | 16): boolean {
    const { view } = this;
    for (let index = size - 4; index >= 0; index -= 4) {
      if (view.getUint32(one + index) !== view.getUint32(other + index)) return false;
    }
    return true;
  }

  /** Refuses a message whose last field did not end where the message does. */
  close(end: number): void {
    if (this.pos !== end) throw this.error("a field beyond the end");
  }

  error(what: string): Error {
    return malformed(`The protobuf body holds ${what}, at byte ${this.pos}`);
  }

  /** Low 32 bits of the last `int64`. */
  #low = 0;

  #take(size: number, end: number): number {
    const at = this.pos;
    this.pos = at + size;
    if (this.pos > end) throw this.error("a field beyond the end");
    return at;
  }

  #skipVarint(end: number): void {
    const limit = Math.min(this.pos + 10, end);
    while (this.pos < limit) {
      if ((this.bytes[this.pos++] as number) < 0x80) return;
    }
    throw this.error("a number without an end");
  }

  /** Tags and lengths: five bytes at most, below 2^32. A negative length takes ten. */
  #varint32(what: string): number {
    const { bytes } = this;
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const byte = bytes[this.pos] as number;
      if (byte === undefined) throw this.error(`a ${what} without an end`);
      this.pos += 1;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) {
        if (value >= TWO_32) break;
        return value;
      }
    }
    throw this.error(`a ${what} out of range`);
  }
}

/** Two's complement of two words. */
function signed64(low: number, high: number): number | bigint {
  const value = high * TWO_32 + low;
  if (Number.isSafeInteger(value)) return value;
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low));
}
