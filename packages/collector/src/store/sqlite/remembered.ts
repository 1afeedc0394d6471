/** What is kept, counted by groups: some 40 MB of a busy store's sums. The values used longest ago go first. */
export const MAX_REMEMBERED_GROUPS = 40_000;

interface Kept {
  readonly stamp: string;
  readonly value: unknown;
  readonly groups: number;
}

/**
 * What was made of rows that have not changed since. A stamp says which state of the rows a value was made from, so a
 * value is never older than the question; what is remembered only saves making it again.
 */
export class Remembered {
  readonly #kept = new Map<string, Kept>();
  readonly #limit: number;
  #groups = 0;

  constructor(limit: number = MAX_REMEMBERED_GROUPS) {
    this.#limit = limit;
  }

  /** Groups held at the moment. */
  get size(): number {
    return this.#groups;
  }

  /** `key` says what is asked and of which file; `stamp` changes with the rows it is made of. */
  groups<Group>(key: string, stamp: string, make: () => readonly Group[]): readonly Group[] {
    return this.value(key, stamp, make, ({ length }) => length);
  }

  /** `groups` says how much of the bound a value takes. */
  value<Value>(key: string, stamp: string, make: () => Value, groups: (value: Value) => number): Value {
    const known = this.#kept.get(key);
    if (known !== undefined) this.#drop(key, known);
    const kept = known?.stamp === stamp ? (known as Kept & { readonly value: Value }) : made(stamp, make(), groups);
    this.#keep(key, kept);
    return kept.value;
  }

  #keep(key: string, kept: Kept): void {
    if (kept.groups > this.#limit) return;
    this.#kept.set(key, kept);
    this.#groups += kept.groups;
    for (const [oldest, value] of this.#kept) {
      if (this.#groups <= this.#limit) return;
      this.#drop(oldest, value);
    }
  }

  #drop(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#groups -= kept.groups;
  }
}

function made<Value>(stamp: string, value: Value, groups: (value: Value) => number): Kept & { readonly value: Value } {
  return { stamp, value, groups: groups(value) };
}
