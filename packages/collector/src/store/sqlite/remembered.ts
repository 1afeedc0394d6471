/** Values kept, counted by the groups they hold: some 40 MB of a busy store's sums. The ones used longest ago go first. */
export const MAX_REMEMBERED_GROUPS = 40_000;

interface Kept {
  readonly stamp: string;
  readonly groups: readonly unknown[];
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
    const known = this.#kept.get(key);
    if (known !== undefined) this.#drop(key, known);
    const groups = known?.stamp === stamp ? (known.groups as readonly Group[]) : make();
    this.#keep(key, { stamp, groups });
    return groups;
  }

  #keep(key: string, kept: Kept): void {
    if (kept.groups.length > this.#limit) return;
    this.#kept.set(key, kept);
    this.#groups += kept.groups.length;
    for (const [oldest, value] of this.#kept) {
      if (this.#groups <= this.#limit) return;
      this.#drop(oldest, value);
    }
  }

  #drop(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#groups -= kept.groups.length;
  }
}
