/** Runs work again and again, never twice at once: the next round is planned when the last one is over. */
export class Ticker {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(everyMs: number, work: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#everyMs = everyMs;
    this.#work = work;
    this.#onFailure = onFailure;
  }

  start(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.#work()
        .catch(this.#onFailure)
        .finally(() => this.start());
    }, this.#everyMs);
  }

  /** Resolves when the round under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }
}
