/** A map that forgets its least recently used key above a bound. */
export class BoundedMap<Key, Value> {
  readonly #bound: number;
  readonly #map = new Map<Key, Value>();
  #evicted = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get size(): number {
    return this.#map.size;
  }

  /** Keys forgotten so far. */
  get evicted(): number {
    return this.#evicted;
  }

  get(key: Key): Value | undefined {
    const value = this.#map.get(key);
    if (value === undefined) return undefined;
    this.#map.delete(key);
    this.#map.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size <= this.#bound) return;
    const oldest = this.#map.keys().next();
    if (oldest.done === true) return;
    this.#map.delete(oldest.value);
    this.#evicted += 1;
  }

  delete(key: Key): void {
    this.#map.delete(key);
  }

  clear(): void {
    this.#map.clear();
  }
}
