import type { Mark, Owned } from "./mark.ts";
import type { Known, KnownSets } from "./known.ts";
import type { Operation } from "../../operation.ts";

/** One of the two promises of an operation, the response's or the body's. */
export interface Part extends Owned {
  /** The latest promise handed out for it; a body may be read more than once. */
  mark?: Mark;
}

/** One operation of a tracked root: what its caller knew, and what whoever waits for it will know. */
export class Tracking {
  readonly sets: KnownSets;
  readonly began: Known;
  /** What settling means for each of the operation's two promises. */
  readonly response: Part;
  readonly body: Part;
  readonly #index: number;

  constructor(sets: KnownSets, operation: Operation, current: Known | null) {
    this.sets = sets;
    // Begun by code that knows nothing (a callback from outside): it may know anything that has settled.
    this.began = current !== null && current.sets === sets ? current : sets.atLeast(sets.empty);
    this.#index = sets.track(operation);
    this.response = this.#part(false);
    this.body = this.#part(true);
  }

  /** Sequence numbers waited for; `undefined` where that was out of sight. */
  waits(): { readonly headers: number[]; readonly bodies: number[] } | undefined {
    return this.#index < 0 ? undefined : this.sets.read(this.began);
  }

  /** Whoever waits for the operation knows what its caller knew, and that it settled. */
  #part(body: boolean): Part {
    let learned: Known | undefined;
    const settled = (): Known => {
      if (this.#index < 0) return this.began;
      if (learned === undefined) {
        this.sets.settle(this.#index, body);
        learned = this.sets.learn(this.began, this.#index, body);
      }
      return learned;
    };
    return { settled };
  }
}
