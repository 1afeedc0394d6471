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
    const known = this.get(key, stamp);
    if (known !== undefined) return known.value as Value;
    const value = make();
    this.keep(key, stamp, value, groups(value));
    return value;
  }

  /** For values that take time to make: nothing where none was kept, or it is of another state of the rows. */
  get(key: string, stamp: string): { readonly value: unknown } | undefined {
    const known = this.#kept.get(key);
    if (known === undefined) return undefined;
    this.#drop(key, known);
    if (known.stamp !== stamp) return undefined;
    this.#keep(key, known);
    return known;
  }

  keep(key: string, stamp: string, value: unknown, groups: number): void {
    const known = this.#kept.get(key);
    if (known !== undefined) this.#drop(key, known);
    this.#keep(key, { stamp, value, groups });
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
