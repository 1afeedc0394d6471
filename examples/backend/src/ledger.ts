/** What was written through the API: orders, reservations, tickets. The oldest entries go once `limit` is reached. */
export class Ledger {
  readonly #entries = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #limit: number;
  #next = 1;

  constructor(limit = 5000) {
    this.#limit = limit;
  }

  /** Stores a new entry and gives it an id such as `ord_000042`. */
  create(kind: string, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const id = `${kind}_${String(this.#next).padStart(6, "0")}`;
    this.#next += 1;
    const entry = { id, ...fields };
    this.#entries.set(id, entry);
    if (this.#entries.size > this.#limit) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#entries.delete(oldest.value);
    }
    return entry;
  }

  update(id: string, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const changed = { ...entry, ...fields, id };
    this.#entries.set(id, changed);
    return changed;
  }

  get(id: string): Readonly<Record<string, unknown>> | undefined {
    return this.#entries.get(id);
  }

  /** How many times an input was seen, this time included; lets a service fail at first and recover. */
  count(key: string): number {
    const entry = this.#entries.get(key);
    const seen = (typeof entry?.["seen"] === "number" ? entry["seen"] : 0) + 1;
    this.#entries.set(key, { seen });
    return seen;
  }
}
