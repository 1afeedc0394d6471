/**
 * `BoundedMap` with keys of two parts. Asked for by the parts, no text is made of them: the analysis looks for dozens of
 * pairs per request, all of one scope.
 */
export class ScopedMap<Value> {
  readonly #half: number;
  #young = new Map<string, Map<string, Value>>();
  #old: ReadonlyMap<string, Map<string, Value>> = new Map();
  /** Keys in the young half. */
  #size = 0;

  /** `bound`: keys over all scopes. */
  constructor(bound: number) {
    this.#half = Math.max(1, Math.floor(bound / 2));
  }

  get(scope: string, key: string): Value | undefined {
    return this.#young.get(scope)?.get(key) ?? this.#older(scope, key);
  }

  /** `get` for many keys of one scope, which is looked for once. */
  reader(scope: string): (key: string) => Value | undefined {
    let young = this.#young;
    let keys = young.get(scope);
    return (key) => {
      if (keys === undefined || young !== this.#young) {
        young = this.#young;
        keys = young.get(scope);
      }
      return keys?.get(key) ?? this.#older(scope, key);
    };
  }

  set(scope: string, key: string, value: Value): void {
    if (this.#size >= this.#half && this.#young.get(scope)?.has(key) !== true) this.#age();
    let keys = this.#young.get(scope);
    if (keys === undefined) {
      keys = new Map();
      this.#young.set(scope, keys);
    }
    if (!keys.has(key)) this.#size += 1;
    keys.set(key, value);
    this.#old.get(scope)?.delete(key);
  }

  #older(scope: string, key: string): Value | undefined {
    if (this.#old.size === 0) return undefined;
    const older = this.#old.get(scope)?.get(key);
    if (older !== undefined) this.set(scope, key, older);
    return older;
  }

  #age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#size = 0;
  }
}
