import type { Terminal } from "./terminal.ts";

/** A live line is rewritten at most so often; a plain one is printed so often. Milliseconds. */
const LIVE_MS = 100;
const PLAIN_MS = 10_000;

/**
 * One line on standard error that says how far long work is: rewritten on a screen, repeated every ten seconds in a log,
 * silent for short work there.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #describe: (elapsedMs: number) => string;
  readonly #startedAt: number;
  #shownAt: number;

  constructor(terminal: Terminal, describe: (elapsedMs: number) => string) {
    this.#terminal = terminal;
    this.#describe = describe;
    this.#startedAt = terminal.clock();
    this.#shownAt = this.#startedAt;
  }

  /** Call it as often as you like. */
  tick(): void {
    const now = this.#terminal.clock();
    if (now - this.#shownAt < (this.#terminal.live ? LIVE_MS : PLAIN_MS)) return;
    this.#shownAt = now;
    const text = this.#describe(now - this.#startedAt);
    if (this.#terminal.live) this.#terminal.status(text);
    else this.#terminal.note(text);
  }

  /** Clears a live line. */
  done(): void {
    this.#terminal.status("");
  }
}
