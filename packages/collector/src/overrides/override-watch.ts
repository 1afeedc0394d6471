import type { Clock } from "../clock.ts";
import type { InForce } from "./in-force.ts";
import { overridesInForce } from "./override-book.ts";
import type { Store } from "../store/port.ts";

/** How soon what was said through any collector is heeded by all. Milliseconds. */
const REFRESH_MS = 5_000;

/** What is in force, read again every few seconds while requests are analysed. */
export class OverrideWatch {
  readonly #store: Store;
  readonly #clock: Clock;
  #known: InForce | undefined;
  #reading: Promise<InForce> | undefined;
  #readAt = -Infinity;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A store that fails now is asked again later; without a first answer nothing may be judged. */
  async current(): Promise<InForce> {
    if (this.#known !== undefined && this.#clock() - this.#readAt < REFRESH_MS) return this.#known;
    this.#reading ??= this.#read();
    return this.#reading;
  }

  async #read(): Promise<InForce> {
    try {
      this.#known = await overridesInForce(this.#store);
      this.#readAt = this.#clock();
      return this.#known;
    } catch (error) {
      if (this.#known === undefined) throw error;
      return this.#known;
    } finally {
      this.#reading = undefined;
    }
  }
}
