import { fieldName } from "./field-name.ts";
import type { KeyedHash } from "./keyed-hash.ts";
import { ownCopy } from "./own-copy.ts";
import { type Field, Path } from "./path.ts";

const MAX_NAMES = 5000;
/** Places, and fields of places, remembered. */
export const MAX_PATHS = 5000;
/** Longer keys are no names, and not worth remembering. */
export const MAX_KEY = 40;

/** Names and places as they may leave the process; remembered, since the same few come with every request. */
export class Names {
  readonly #hash: KeyedHash;
  readonly #seen = new Map<string, string>();
  /** One object for each text. */
  readonly #paths = new Map<string, Path>();
  #kept = 0;

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  field(name: string): string {
    const seen = this.#seen.get(name);
    if (seen !== undefined) return seen;
    const own = ownCopy(name);
    const shown = fieldName(own, (text) => this.#hash.hex(text));
    if (this.#seen.size >= MAX_NAMES) this.#seen.clear();
    this.#seen.set(own, shown);
    return shown;
  }

  readonly path = (text: string): Path => {
    const known = this.#paths.get(text);
    if (known !== undefined) return known;
    this.#count();
    const path = new Path(text);
    this.#paths.set(text, path);
    return path;
  };

  item(path: Path): Path {
    return path.item(this.path);
  }

  /** The place of an object's field; a key that is a number is an item. */
  step(path: Path, key: string): Path {
    return path.field(key)?.path ?? (isNumber(key) ? this.item(path) : this.fieldOf(path, key).path);
  }

  /** A field by its key, which is no number. */
  fieldOf(path: Path, name: string): Field {
    const known = path.field(name);
    if (known !== undefined) return known;
    const key = ownCopy(name);
    const next = this.path(`${path.text}.${this.field(key)}`);
    const field: Field = { key, path: next, opening: `${JSON.stringify(key)}:`, next: undefined, metIn: 0 };
    if (key.length <= MAX_KEY) {
      this.#count();
      path.keep(field);
    }
    return field;
  }

  /** What is full is begun anew; a text that is being read keeps the places it has. */
  #count(): void {
    if (this.#kept >= MAX_PATHS) {
      this.#paths.clear();
      this.#kept = 0;
    }
    this.#kept += 1;
  }
}

export function isNumber(key: string): boolean {
  return /^\d+$/.test(key);
}
