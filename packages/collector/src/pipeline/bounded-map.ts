/**
 * A map that forgets keys not used for longest above a bound. Two generations instead of one exact order: what is asked for
 * often costs one look-up and moves nothing. When the young half is full, whatever was left untouched in the old half is
 * forgotten, so a key is kept as long as it is used once while half as many others as the bound are.
 */
export class BoundedMap<Key, Value> {
  readonly #half: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();
  #evicted = 0;
  readonly #weigh: (value: Value) => number;
  /** Weight of the young half. */
  #weight = 0;

  /** `bound` counts keys, or what `weigh` says of their values. */
  constructor(bound: number, weigh: (value: Value) => number = () => 1) {
    this.#half = Math.max(1, Math.floor(bound / 2));
    this.#weigh = weigh;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Keys forgotten so far. */
  get evicted(): number {
    return this.#evicted;
  }

  get(key: Key): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: Key, value: Value): void {
    this.#old.delete(key);
    const before = this.#young.get(key);
    if (before !== undefined) this.#weight -= this.#weigh(before);
    const weight = this.#weigh(value);
    if (this.#weight + weight > this.#half && this.#weight > 0) this.#age();
    this.#young.set(key, value);
    this.#weight += weight;
  }

  delete(key: Key): void {
    const young = this.#young.get(key);
    if (young !== undefined) this.#weight -= this.#weigh(young);
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#weight = 0;
    this.#young.clear();
    this.#old.clear();
  }

  #age(): void {
    this.#evicted += this.#old.size;
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
  }
}
