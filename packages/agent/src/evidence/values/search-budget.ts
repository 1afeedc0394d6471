/** Characters gone through before other work may run again: about a millisecond. */
export const TURN_CHARACTERS = 1_000_000;
/** Characters gone through for one request; beyond it, its values are not told. */
export const ROOT_CHARACTERS = 64_000_000;

/** Keeps the matching off everybody's way: in small turns, and to an end. */
export class SearchBudget {
  /** The request was too large to be gone through. */
  exhausted = false;
  #turn = 0;
  #total = 0;

  /** True when the turn is over. */
  spend(characters: number): boolean {
    this.#turn += characters;
    if (this.#turn < TURN_CHARACTERS) return false;
    this.#total += this.#turn;
    this.#turn = 0;
    this.exhausted ||= this.#total > ROOT_CHARACTERS;
    return true;
  }
}
