/** Journal entries that traces still need: an entry is let go when each trace it began is stored or given up. */
export class EntryUses {
  readonly #uses = new Map<number, number>();
  readonly #letGo: (entry: number) => void;

  constructor(letGo: (entry: number) => void) {
    this.#letGo = letGo;
  }

  /** `traces` more need the entry; one that nobody needs is let go at once. */
  begin(entry: number, traces: number): void {
    if (traces === 0) this.#letGo(entry);
    else this.#uses.set(entry, (this.#uses.get(entry) ?? 0) + traces);
  }

  /** One trace needs these no longer. */
  release(entries: ReadonlySet<number>): void {
    for (const entry of entries) {
      const uses = (this.#uses.get(entry) ?? 1) - 1;
      if (uses > 0) this.#uses.set(entry, uses);
      else {
        this.#uses.delete(entry);
        this.#letGo(entry);
      }
    }
  }
}
