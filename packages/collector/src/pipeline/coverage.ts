import type { Status } from "@weir/core";
import type { Outline } from "./outline.ts";

/** Reasons told apart; what comes after is added up under the last one. */
const MAX_REASONS = 50;
const OTHER = "coverage.other";

/**
 * How much of what was seen could be judged. An empty list of findings means something only beside this: clean, or blind?
 */
export class Coverage {
  #requests = 0;
  #judged = 0;
  readonly #reasons = new Map<string, number>();

  add({ unjudged }: Outline): void {
    this.#requests += 1;
    if (unjudged.length === 0) this.#judged += 1;
    for (const reason of unjudged) this.#count(reason);
  }

  get summary(): Status["coverage"] {
    const reasons = [...this.#reasons].map(([reason, count]) => ({ reason, count }));
    return {
      analysedShare: this.#requests === 0 ? 1 : this.#judged / this.#requests,
      reasons: reasons.sort((a, b) => b.count - a.count),
    };
  }

  #count(reason: string): void {
    const key = this.#reasons.has(reason) || this.#reasons.size < MAX_REASONS ? reason : OTHER;
    this.#reasons.set(key, (this.#reasons.get(key) ?? 0) + 1);
  }
}
