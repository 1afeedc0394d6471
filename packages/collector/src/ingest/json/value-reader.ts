import type { AttributeValue, Attributes } from "@weir/core";
import { tooDeep } from "../read-error.ts";
import type { ReadLimits } from "../span-batch.ts";
import { NO_ATTRIBUTES } from "../span-words.ts";
import type { WantsKey } from "../wanted-keys.ts";
import { arrayIn, asObject, double, int64, type JsonObject, notA, objectIn, textIn } from "./json-fields.ts";

/** Reads attributes of OTLP JSON. */
export class ValueReader {
  readonly #limits: ReadLimits;
  /** Values left out because of a limit. */
  cut = 0;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  /** The wanted ones of an object's `attributes`. */
  attributes(parent: JsonObject, wants: WantsKey): Attributes {
    const list = arrayIn(parent, "attributes");
    if (list.length === 0) return NO_ATTRIBUTES;
    const attributes: Record<string, AttributeValue> = {};
    let room = this.#limits.maxAttributes;
    for (const item of list) {
      const pair = asObject(item, "attribute");
      const key = textIn(pair, "key");
      if (!wants(key)) continue;
      const value = this.#any(objectIn(pair, "value") ?? {}, this.#limits.maxDepth);
      if (value === undefined) continue;
      if (room === 0) {
        this.cut += 1;
        continue;
      }
      room -= 1;
      attributes[key] = value;
    }
    return attributes;
  }

  /** Nothing for bytes, maps and what no field is set in. */
  #any(value: JsonObject, depth: number): AttributeValue | undefined {
    if (isSet(value.stringValue)) return this.#text(textIn(value, "stringValue"));
    if (isSet(value.boolValue)) return bool(value.boolValue);
    if (isSet(value.intValue)) return int64(value.intValue);
    if (isSet(value.doubleValue)) return double(value.doubleValue);
    const array = objectIn(value, "arrayValue");
    return array === undefined ? undefined : this.#array(arrayIn(array, "values"), depth);
  }

  #text(text: string): string | undefined {
    if (Buffer.byteLength(text) <= this.#limits.maxTextBytes) return text;
    this.cut += 1;
    return undefined;
  }

  /** An array with an element that cannot be read is left out whole: positions in it mean something. */
  #array(values: readonly unknown[], depth: number): AttributeValue[] | undefined {
    if (depth === 0) throw tooDeep();
    const items: AttributeValue[] = [];
    for (const value of values) {
      const item = this.#any(asObject(value, "array element"), depth - 1);
      if (item === undefined || items.length === this.#limits.maxItems) {
        this.cut += 1;
        return undefined;
      }
      items.push(item);
    }
    return items;
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function bool(value: unknown): boolean {
  if (typeof value !== "boolean") throw notA("a boolean", "boolValue");
  return value;
}
