/** Runs work again and again, never twice at once: the next round is planned when the last one is over. */
export class Ticker {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #nextMs: number;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param firstMs until the first round, where that is another time. */
  constructor(
    everyMs: number,
    work: () => Promise<void>,
    onFailure: (error: unknown) => void,
    firstMs: number = everyMs,
  ) {
    this.#everyMs = everyMs;
    this.#nextMs = firstMs;
    this.#work = work;
    this.#onFailure = onFailure;
  }

  start(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.#work()
        .catch(this.#onFailure)
        .finally(() => this.start());
    }, this.#nextMs);
    this.#nextMs = this.#everyMs;
  }

  /** Resolves when the round under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }
}
