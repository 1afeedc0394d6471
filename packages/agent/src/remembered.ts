/**
 * Remembers what became of texts that come again and again. Once it is full it forgets all and begins anew: what is
 * still in use is back soon, and nothing has to be kept about what was used when.
 */
export class Remembered<Value> {
  readonly #limit: number;
  readonly #make: (text: string) => Value;
  readonly #known = new Map<string, Value>();

  /** @param make must say the same of a text each time */
  constructor(limit: number, make: (text: string) => Value) {
    this.#limit = limit;
    this.#make = make;
  }

  get size(): number {
    return this.#known.size;
  }

  of(text: string): Value {
    const known = this.#known.get(text);
    if (known !== undefined || this.#known.has(text)) return known as Value;
    const made = this.#make(text);
    if (this.#known.size >= this.#limit) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }
}
