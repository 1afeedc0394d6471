import type { Known } from "./known.ts";

/** Pieces of running code remembered; more than a full microtask queue of a busy page holds between two looks. */
export const LOG_SIZE = 256;

/**
 * Which knowledge ran lately, in order, equal neighbours once. Answers: for whom could this code be running that was
 * queued at `since`? Somebody may have added to a shared queue and relied on the run already scheduled.
 */
export class RunLog {
  position = 0;
  #separated = 0;
  readonly #ran: (Known | null)[] = Array.from<Known | null>({ length: LOG_SIZE }).fill(null);

  note(known: Known | null): void {
    if (known !== this.#ran[this.position % LOG_SIZE]) this.#ran[++this.position % LOG_SIZE] = known;
  }

  /** From here on runs a callback from outside, or whatever it queued: what ran before is over. */
  separate(): void {
    this.note(null);
    this.#separated = this.position;
  }

  /** `known`, or what ran of the same root after `since`: it cannot be seen on whose behalf the code now runs. */
  onBehalf(known: Known, since: number): Known {
    const { sets } = known;
    if (this.position - since >= LOG_SIZE) return sets.either(sets.empty, sets.atLeast(known));
    let result = known;
    for (let at = since + 1; at <= this.position; at++) {
      const ran = this.#ran[at % LOG_SIZE];
      if (ran != null && ran.sets === sets) result = sets.either(result, ran);
    }
    return result;
  }

  /** `known` and what one knew of those that ran from `since` on. */
  among(known: Known, since: number): Known {
    const { sets } = known;
    const first = Math.max(since, this.#separated);
    if (this.position - first >= LOG_SIZE) return sets.atLeast(known);
    let result: Known | undefined;
    for (let at = first; at <= this.position; at++) {
      const ran = this.#ran[at % LOG_SIZE];
      const candidate = ran != null && ran.sets === sets ? sets.union(known, ran) : known;
      result = result === undefined ? candidate : sets.either(result, candidate);
    }
    return result ?? known;
  }

  clear(): void {
    this.#ran.fill(null);
  }
}
