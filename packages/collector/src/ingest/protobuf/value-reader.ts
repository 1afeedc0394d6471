import type { AttributeValue } from "@weir/core";
import { tooDeep } from "../read-error.ts";
import type { ReadLimits } from "../span-batch.ts";
import { MAX_NAME } from "../span-words.ts";
import type { KeyMatcher } from "./key-matcher.ts";
import type { WireReader } from "./wire-reader.ts";

// Tags: field number << 3 | wire type.
const KEY_VALUE = { key: 0x0a, value: 0x12 } as const;
const ANY_VALUE = { string: 0x0a, bool: 0x10, int: 0x18, double: 0x21, array: 0x2a } as const;
const ARRAY_VALUE = { values: 0x0a } as const;

export type MutableAttributes = Record<string, AttributeValue>;

/** Reads attributes: `KeyValue` messages and the values in them. */
export class ValueReader {
  readonly #wire: WireReader;
  readonly #limits: ReadLimits;
  /** Values left out because of a limit. */
  cut = 0;

  constructor(wire: WireReader, limits: ReadLimits) {
    this.#wire = wire;
    this.#limits = limits;
  }

  /**
   * Reads the `KeyValue` that ends at `end` into `into` if its key is wanted and has a value; answers how many
   * attributes that added. Nothing of an unwanted one is decoded.
   */
  keyValue(end: number, keys: KeyMatcher, into: MutableAttributes, room: number): 0 | 1 {
    const wire = this.#wire;
    let keyStart = 0;
    let keyStop = 0;
    let valueStart = 0;
    let valueStop = 0;
    while (wire.pos < end) {
      const tag = wire.tag();
      if (tag === KEY_VALUE.key) {
        keyStop = wire.stop(end);
        keyStart = wire.pos;
        wire.pos = keyStop;
      } else if (tag === KEY_VALUE.value) {
        valueStop = wire.stop(end);
        valueStart = wire.pos;
        wire.pos = valueStop;
      } else {
        wire.skip(tag, end);
      }
    }
    wire.close(end);
    const key = keys.match(wire.bytes, keyStart, keyStop);
    if (key === undefined) return 0;
    wire.pos = valueStart;
    const value = this.#any(valueStop, this.#limits.maxDepth);
    wire.pos = end;
    if (value === undefined) return 0;
    if (room === 0) {
      this.cut += 1;
      return 0;
    }
    into[key] = value;
    return 1;
  }

  /** `AnyValue`; nothing for bytes, maps and what no field is set in. The last field set counts, as for any `oneof`. */
  #any(end: number, depth: number): AttributeValue | undefined {
    const wire = this.#wire;
    let value: AttributeValue | undefined;
    while (wire.pos < end) {
      const tag = wire.tag();
      switch (tag) {
        case ANY_VALUE.string:
          value = this.#text(wire.stop(end));
          break;
        case ANY_VALUE.bool:
          value = wire.int64() !== 0;
          break;
        case ANY_VALUE.int:
          value = wire.int64();
          break;
        case ANY_VALUE.double:
          value = wire.double(end);
          break;
        case ANY_VALUE.array:
          value = this.#array(wire.stop(end), depth);
          break;
        default:
          wire.skip(tag, end);
          value = undefined;
      }
    }
    wire.close(end);
    return value;
  }

  name(stop: number): string {
    const wire = this.#wire;
    const start = wire.pos;
    wire.pos = stop;
    return wire.bytes.utf8Slice(start, Math.min(stop, start + MAX_NAME));
  }

  #text(stop: number): string | undefined {
    const wire = this.#wire;
    const start = wire.pos;
    wire.pos = stop;
    if (stop - start <= this.#limits.maxTextBytes) return wire.bytes.utf8Slice(start, stop);
    this.cut += 1;
    return undefined;
  }

  /** An array with an element that cannot be read is left out whole: positions in it mean something. */
  #array(end: number, depth: number): AttributeValue[] | undefined {
    if (depth === 0) throw tooDeep();
    const wire = this.#wire;
    const items: AttributeValue[] = [];
    let whole = true;
    while (wire.pos < end) {
      const tag = wire.tag();
      if (tag !== ARRAY_VALUE.values) {
        wire.skip(tag, end);
        continue;
      }
      const stop = wire.stop(end);
      const item = whole ? this.#any(stop, depth - 1) : undefined;
      wire.pos = stop;
      if (item === undefined || items.length === this.#limits.maxItems) whole = false;
      else items.push(item);
    }
    wire.close(end);
    if (!whole) this.cut += 1;
    return whole ? items : undefined;
  }
}
