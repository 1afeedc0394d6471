type Waiting<Value> = { resolve(value: Value): void; reject(error: unknown): void };

/** Collects the keys of one tick and asks for them at once; a key asked for before is remembered. */
export class Loader<Value> {
  readonly #batch: (keys: readonly string[]) => Promise<Record<string, Value>>;
  readonly #known = new Map<string, Promise<Value>>();
  #queue = new Map<string, Waiting<Value>>();

  constructor(batch: (keys: readonly string[]) => Promise<Record<string, Value>>) {
    this.#batch = batch;
  }

  load(key: string): Promise<Value> {
    let promise = this.#known.get(key);
    if (!promise) {
      promise = new Promise<Value>((resolve, reject) => {
        if (this.#queue.size === 0) setImmediate(() => void this.#flush());
        this.#queue.set(key, { resolve, reject });
      });
      this.#known.set(key, promise);
    }
    return promise;
  }

  async #flush(): Promise<void> {
    const queue = this.#queue;
    this.#queue = new Map();
    try {
      const values = await this.#batch([...queue.keys()]);
      for (const [key, waiting] of queue) waiting.resolve(values[key] as Value);
    } catch (error) {
      for (const waiting of queue.values()) waiting.reject(error);
    }
  }
}
