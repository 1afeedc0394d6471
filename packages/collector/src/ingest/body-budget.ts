/** Bounds the memory of all request bodies in work together, however many connections there are. */
export class BodyBudget {
  readonly #maxBytes: number;
  #used = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get used(): number {
    return this.#used;
  }

  /** What one request takes; all of it comes back with `end`, which may be called more than once. */
  open(): BodyShare {
    let taken = 0;
    return {
      take: (bytes) => {
        if (this.#used + bytes > this.#maxBytes) return false;
        this.#used += bytes;
        taken += bytes;
        return true;
      },
      end: () => {
        this.#used -= taken;
        taken = 0;
      },
    };
  }
}

export interface BodyShare {
  /** False when that would be too much for all requests together. */
  take(bytes: number): boolean;
  end(): void;
}
