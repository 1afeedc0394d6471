import type { Call } from "@weir/core";
import { precision } from "../truth/call-name.ts";
import type { Case, LabelledWait } from "../truth/case.ts";
import { recordedNamed } from "./call-of-core.ts";

/**
 * Finds the label of two calls of one recorded request; of several the one that says most. A call that was made inside an
 * internal one (a SvelteKit sub-request) is named by its pair: against the outside the internal call stands for it.
 */
export class LabelIndex {
  readonly #waits: readonly LabelledWait[];
  readonly #named: ReadonlyMap<string, ReadonlySet<Call>>;
  readonly #inside: ReadonlyMap<number, readonly Call[]>;
  readonly #found = new Map<string, LabelledWait | undefined>();

  constructor({ waits }: Case, calls: readonly Call[]) {
    this.#waits = [...waits].sort((a, b) => weight(b) - weight(a));
    const names = new Set(waits.flatMap(({ before, after }) => [before, after]));
    this.#named = new Map([...names].map((name) => [name, new Set(recordedNamed(name, calls))]));
    this.#inside = Map.groupBy(
      calls.filter(({ within }) => within !== undefined),
      ({ within }) => within ?? -1,
    );
  }

  of(from: Call, to: Call): LabelledWait | undefined {
    const key = `${from.index} ${to.index}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#find(from, to));
    return this.#found.get(key);
  }

  #find(from: Call, to: Call): LabelledWait | undefined {
    const [first, second] = [this.#with(from), this.#with(to)];
    return this.#waits.find(({ before, after }) => this.#isAny(before, first) && this.#isAny(after, second));
  }

  #with(call: Call): readonly Call[] {
    return [call, ...(this.#inside.get(call.index) ?? [])];
  }

  #isAny(name: string, calls: readonly Call[]): boolean {
    return calls.some((call) => this.#named.get(name)?.has(call) === true);
  }
}

function weight({ before, after }: LabelledWait): number {
  return precision(before) + precision(after);
}
