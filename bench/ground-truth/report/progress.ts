/** Milliseconds between two lines of one step. */
const EVERY = 5_000;

/** Says on stderr how far a long run is. */
export class Progress {
  readonly #started = performance.now();
  #saidAt = 0;

  say(line: string): void {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(0);
    process.stderr.write(`${seconds.padStart(5)} s  ${line}\n`);
  }

  step(what: string, done: number, all: number): void {
    if (performance.now() - this.#saidAt < EVERY) return;
    this.#saidAt = performance.now();
    this.say(`${what} ${done} of ${all}`);
  }
}
