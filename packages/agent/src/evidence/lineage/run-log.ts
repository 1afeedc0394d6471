import type { Known } from "./known.ts";

/** Pieces of running code remembered: more than one callback's microtasks make, or a root between two looks. A power of two. */
export const LOG_SIZE = 256;

/** Which knowledge ran lately, in order, equal neighbours once. */
class RunLog<Entry extends Known | null> {
  position = 0;
  readonly #ran: (Entry | undefined)[] = [];

  note(known: Entry): void {
    if (known !== this.#ran[this.position & (LOG_SIZE - 1)]) this.#ran[++this.position & (LOG_SIZE - 1)] = known;
  }

  /** The entries from position `first` on; `undefined` where they are not all remembered. */
  from(first: number): Entry[] | undefined {
    if (this.position - first >= LOG_SIZE) return undefined;
    const entries: Entry[] = [];
    for (let at = first; at <= this.position; at++) {
      const entry = this.#ran[at & (LOG_SIZE - 1)];
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  clear(): void {
    this.#ran.length = 0;
  }
}

/** What ran of one root. Answers: on whose behalf could a callback run that was scheduled at `since`? */
export class RootLog extends RunLog<Known> {
  /**
   * `known` scheduled the callback, but others that ran since may have added to what it does, relying on that very run.
   * What runs inside an operation feeds no queue of the application, and works for its operation alone.
   */
  onBehalf(known: Known, since: number): Known {
    if (known.inner) return known;
    const { sets } = known;
    const ran = this.from(since + 1);
    if (ran === undefined) return sets.either(sets.empty, sets.atLeast(known));
    return ran.reduce((result, other) => sets.either(result, other), known);
  }
}

/** What ran of all roots. Answers: which code asked for the job that runs now, if it was queued after `since`? */
export class ProcessLog extends RunLog<Known | null> {
  #separated = 0;

  /** From here on runs a callback from outside, or whatever it queued: what ran before is over. */
  separate(): void {
    this.note(null);
    this.#separated = this.position;
  }

  /** Where that begins which can have queued a job that runs now, if it was queued after `since`. */
  windowFrom(since: number): number {
    return Math.max(since, this.#separated);
  }

  /** `known` and what one knew of those that ran from `first` on. */
  among(known: Known, first: number): Known {
    const { sets } = known;
    const ran = this.from(first);
    if (ran === undefined) return sets.atLeast(known);
    let result: Known | undefined;
    for (const other of ran) {
      const candidate = other?.sets === sets ? sets.union(known, other) : known;
      result = result === undefined ? candidate : sets.either(result, candidate);
    }
    return result ?? known;
  }
}
