import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { isQuestion, outcomeFacts } from "./control-facts.ts";
import { addCount, type ProfileBuilder } from "./profile.ts";

/** Behind a class: requests that gave up on such an A. */
export const GAVE_UP = "gave-up";

/** What one request says of how its calls ended, for the question whether what came after depends on that. */
export class Outcomes {
  readonly #request: Request;
  readonly #failed: ReadonlySet<Call>;
  readonly #facts = new Map<Call, readonly string[]>();
  readonly #followed = new Map<Call, readonly string[]>();

  constructor(request: Request) {
    this.#request = request;
    this.#failed = new Set(request.calls.filter((call) => !call.background && call.outcome.class !== "ok"));
  }

  /** A call site's own tally: requests in which it was made exactly once and ended so, B's absence having no other reason. */
  tally(call: Call): PairProfile {
    return new Map(this.#factsOf(call).map((fact) => [`from|${fact}`, 1]));
  }

  /**
   * Counts, once per request, that B was made after an A of this outcome. That B came after a refusal counts in every
   * request: no failure elsewhere can be the reason.
   */
  observe(builder: ProfileBuilder, from: Call): void {
    let fields = this.#followed.get(from);
    if (fields === undefined) {
      const facts = from.outcome.class === "ok" ? this.#factsOf(from) : outcomeFacts(from);
      fields = facts.filter((fact) => !isQuestion(fact)).map((fact) => `then|${fact}`);
      this.#followed.set(from, fields);
    }
    for (const field of fields) addCount(builder, field);
  }

  /** Nothing, where B may be missing for another reason: another call failed, or the request gave up although A was accepted. */
  #factsOf(from: Call): readonly string[] {
    let facts = this.#facts.get(from);
    if (facts === undefined) {
      const others = this.#failed.size - (this.#failed.has(from) ? 1 : 0);
      facts = others > 0 ? [] : this.#alone(from);
      this.#facts.set(from, facts);
    }
    return facts;
  }

  #alone(from: Call): readonly string[] {
    const { outcome } = from;
    if (outcome.class === "ok") return this.#request.error ? [] : outcomeFacts(from);
    return this.#gaveUp(from) ? [outcome.class, `${outcome.class}|${GAVE_UP}`] : [outcome.class];
  }

  /**
   * The request ended in an error and nothing was called any more: what a thrown error leaves behind. A "no" that is
   * answered (a redirect, a page of its own, another call) is none.
   */
  #gaveUp(from: Call): boolean {
    const { calls, error } = this.#request;
    return error && !calls.some((call) => call !== from && !call.background && call.start >= from.end);
  }
}
