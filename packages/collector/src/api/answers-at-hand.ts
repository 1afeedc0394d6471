import type { Millis } from "../store/port.ts";

/** Answers kept, each at most some hundred kilobytes; those asked for longest ago go first. */
export const MAX_AT_HAND = 8;

export interface AnswerText {
  readonly text: string;
  readonly tag: string;
}

/** An answer that was made for somebody else, and how many seconds ago that was begun. */
export interface OlderAnswer extends AnswerText {
  readonly age: number;
}

interface Kept {
  /** When making it began. */
  readonly at: Millis;
  readonly answer: AnswerText | Promise<AnswerText>;
}

/**
 * Answers for whoever says that an older one will do (`cache-control: max-stale=<seconds>`): a page shows it at once and
 * asks again. Whatever was decided by people makes all of them go.
 */
export class AnswersAtHand {
  readonly #clock: () => Millis;
  readonly #kept = new Map<string, Kept>();
  readonly #making = new Map<string, Kept>();
  #dropped = 0;

  /** @param clock one that never goes back */
  constructor(clock: () => Millis) {
    this.#clock = clock;
  }

  /** Answers that went to make room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The answer to this question, if it is no older than the asker says it may be, or is being made. */
  async get(question: string, cacheControl: string | undefined): Promise<OlderAnswer | undefined> {
    const most = Number(/(?:^|[,\s])max-stale=(\d{1,6})(?=[,\s]|$)/i.exec(cacheControl ?? "")?.[1] ?? -1);
    const known = this.#kept.get(question) ?? this.#making.get(question);
    if (known === undefined) return undefined;
    const age = Math.max(0, Math.round((this.#clock() - known.at) / 1000));
    return age > most ? undefined : { ...(await known.answer), age };
  }

  /** Makes an answer; it is kept when `keeps` says so. */
  async make(question: string, make: () => Promise<AnswerText & { readonly keeps: boolean }>): Promise<AnswerText> {
    const at = this.#clock();
    const made = make();
    const making = { at, answer: made };
    this.#making.set(question, making);
    try {
      const answer = await made;
      // What was decided meanwhile may not be in it.
      if (answer.keeps && this.#making.get(question) === making) this.#keep(question, { at, answer });
      return answer;
    } finally {
      if (this.#making.get(question) === making) this.#making.delete(question);
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#making.clear();
  }

  #keep(question: string, kept: Kept): void {
    this.#kept.delete(question);
    this.#kept.set(question, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size <= MAX_AT_HAND || oldest === undefined) return;
    this.#kept.delete(oldest);
    this.#dropped += 1;
  }
}
