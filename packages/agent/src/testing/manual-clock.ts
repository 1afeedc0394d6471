/** Time that passes only when a test says so. */
export class ManualClock {
  #time = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  readonly now = (): number => this.#time;

  /** Timers that have been set and not yet run. */
  get pending(): number {
    return this.#timers.length;
  }

  readonly later = (run: () => void, ms: number): void => {
    this.#timers.push({ at: this.#time + ms, run });
  };

  /** Runs what falls due on the way, in order, including what that starts in turn. */
  advance(ms: number): void {
    const until = this.#time + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#time = Math.max(this.#time, next.at);
      next.run();
    }
    this.#time = until;
  }
}
