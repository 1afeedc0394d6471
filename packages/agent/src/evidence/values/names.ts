import { fieldName } from "./field-name.ts";
import type { KeyedHash } from "./keyed-hash.ts";

const MAX_NAMES = 5000;

/** Names as they may leave the process; remembered, since the same few come with every request. */
export class Names {
  readonly #hash: KeyedHash;
  readonly #seen = new Map<string, string>();

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
}
