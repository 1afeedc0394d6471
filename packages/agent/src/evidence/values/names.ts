import { fieldName } from "./field-name.ts";
import type { KeyedHash } from "./keyed-hash.ts";

const MAX_NAMES = 5000;
const MAX_PATHS = 5000;
/** Longer keys are no names, and not worth remembering. */
const MAX_KEY = 40;

/** Names as they may leave the process; remembered, since the same few come with every request. */
export class Names {
  readonly #hash: KeyedHash;
  readonly #seen = new Map<string, string>();
  /** Ways on from a path, by key: one text for each, however often it is gone. */
  readonly #steps = new Map<string, Map<string, string>>();
  #paths = 0;

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  field(name: string): string {
    const seen = this.#seen.get(name);
    if (seen !== undefined) return seen;
    const shown = fieldName(name, (text) => this.#hash.hex(text));
    if (this.#seen.size >= MAX_NAMES) this.#seen.clear();
    this.#seen.set(name, shown);
    return shown;
  }

  /** The path of an object's field; a key that is a number is an item. */
  step(path: string, key: string): string {
    const known = this.#steps.get(path)?.get(key);
    if (known !== undefined) return known;
    const next = /^\d+$/.test(key) ? `${path}[*]` : `${path}.${this.field(key)}`;
    if (key.length <= MAX_KEY) this.#keep(path, key, next);
    return next;
  }

  #keep(path: string, key: string, next: string): void {
    if (this.#paths >= MAX_PATHS) {
      this.#steps.clear();
      this.#paths = 0;
    }
    this.#paths += 1;
    const steps = this.#steps.get(path) ?? new Map<string, string>();
    this.#steps.set(path, steps.set(key, next));
  }
}
