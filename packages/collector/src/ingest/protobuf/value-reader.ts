import type { AttributeValue } from "@weir/core";
import { tooDeep } from "../read-error.ts";
import type { ReadLimits } from "../span-batch.ts";
import { MAX_NAME } from "../span-words.ts";
import type { KeyMatcher, WantedKey } from "./key-matcher.ts";
import { LastText } from "./last-text.ts";
import type { WireReader } from "./wire-reader.ts";

// Tags: field number << 3 | wire type.
const KEY_VALUE = { key: 0x0a, value: 0x12 } as const;
const ANY_VALUE = {
  string: 0x0a,
  bool: 0x10,
  int: 0x18,
  double: 0x21,
  array: 0x2a,
  kvlist: 0x32,
  bytes: 0x3a,
} as const;
const ARRAY_VALUE = { values: 0x0a } as const;

export type MutableAttributes = Record<string, AttributeValue>;

const lastName = new LastText();

/** Reads attributes: `KeyValue` messages and the values in them. */
export class ValueReader {
  readonly #wire: WireReader;
  readonly #limits: ReadLimits;
  /** Values left out because of a limit. */
  cut = 0;
  #valueStart = 0;
  #valueStop = 0;
  /** Values are gone through, and no texts are made. */
  #onlyChecks = false;

  constructor(wire: WireReader, limits: ReadLimits) {
    this.#wire = wire;
    this.#limits = limits;
  }

  /**
   * Reads the `KeyValue` that ends at `end` into `into` if its key is wanted and has a value; answers how many
   * attributes that added. Nothing of an unwanted one is decoded. Without `into` it is only seen whether it could be read.
   */
  keyValue(end: number, keys: KeyMatcher, into: MutableAttributes | undefined, room: number): 0 | 1 {
    const wire = this.#wire;
    const { bytes } = wire;
    // As every encoder writes it: key, value, both shorter than 128 bytes, and nothing else.
    const keyStart = wire.pos + 2;
    const keyStop = keyStart + (bytes[wire.pos + 1] as number);
    const isPlain =
      bytes[wire.pos] === KEY_VALUE.key &&
      keyStop < keyStart + 0x80 &&
      bytes[keyStop] === KEY_VALUE.value &&
      keyStop + 2 + (bytes[keyStop + 1] as number) === end &&
      end < keyStop + 0x82;
    const wanted = isPlain ? keys.match(wire, keyStart, keyStop) : this.#findKey(end, keys);
    if (wanted === undefined) {
      wire.pos = end;
      return 0;
    }
    wire.pos = isPlain ? keyStop + 2 : this.#valueStart;
    this.#onlyChecks = into === undefined;
    const value = this.#any(isPlain ? end : this.#valueStop, wanted.last, this.#limits.maxDepth);
    wire.pos = end;
    if (value === undefined) return 0;
    if (room === 0) {
      this.cut += 1;
      return 0;
    }
    if (into !== undefined) into[wanted.key] = value;
    return 1;
  }

  /** The general way: fields in any order, and others among them. Leaves where the value is in `#valueStart`, `#valueStop`. */
  #findKey(end: number, keys: KeyMatcher): WantedKey | undefined {
    const wire = this.#wire;
    let keyStart = 0;
    let keyStop = 0;
    this.#valueStart = 0;
    this.#valueStop = 0;
    while (wire.pos < end) {
      const tag = wire.tag();
      if (tag === KEY_VALUE.key) {
        keyStop = wire.stop(end);
        keyStart = wire.pos;
        wire.pos = keyStop;
      } else if (tag === KEY_VALUE.value) {
        this.#valueStop = wire.stop(end);
        this.#valueStart = wire.pos;
        wire.pos = this.#valueStop;
      } else {
        wire.skip(tag, end);
      }
    }
    wire.close(end);
    return keys.match(wire, keyStart, keyStop);
  }

  /** `AnyValue`; nothing for bytes, maps and what no field is set in. The last field set counts, as for any `oneof`. */
  #any(end: number, last: LastText | undefined, depth: number): AttributeValue | undefined {
    const wire = this.#wire;
    let value: AttributeValue | undefined;
    while (wire.pos < end) {
      const tag = wire.tag();
      switch (tag) {
        case ANY_VALUE.string:
          value = this.#text(wire.stop(end), last);
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
        case ANY_VALUE.kvlist:
        case ANY_VALUE.bytes:
          wire.skip(tag, end);
          value = undefined;
          break;
        default:
          wire.skip(tag, end);
      }
    }
    wire.close(end);
    return value;
  }

  name(stop: number): string {
    const wire = this.#wire;
    const start = wire.pos;
    wire.pos = stop;
    return lastName.read(wire.bytes, start, Math.min(stop, start + MAX_NAME));
  }

  #text(stop: number, last: LastText | undefined): string | undefined {
    const wire = this.#wire;
    const start = wire.pos;
    wire.pos = stop;
    if (stop - start <= this.#limits.maxTextBytes) {
      if (this.#onlyChecks) return "";
      return last === undefined ? wire.bytes.utf8Slice(start, stop) : last.read(wire.bytes, start, stop);
    }
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
      const item = whole ? this.#any(stop, undefined, depth - 1) : undefined;
      wire.pos = stop;
      if (item === undefined || items.length === this.#limits.maxItems) whole = false;
      else items.push(item);
    }
    wire.close(end);
    if (!whole) this.cut += 1;
    return whole ? items : undefined;
  }
}
