import type { Call } from "@weir/core";
import { precision } from "../truth/call-name.ts";
import type { Case, LabelledWait } from "../truth/case.ts";
import { recordedNamed } from "./call-of-core.ts";

/** Finds the label of two calls of one recorded request; of several the one that says most. */
export class LabelIndex {
  readonly #waits: readonly LabelledWait[];
  readonly #named: ReadonlyMap<string, ReadonlySet<Call>>;

  constructor({ waits }: Case, calls: readonly Call[]) {
    this.#waits = [...waits].sort((a, b) => weight(b) - weight(a));
    const names = new Set(waits.flatMap(({ before, after }) => [before, after]));
    this.#named = new Map([...names].map((name) => [name, new Set(recordedNamed(name, calls))]));
  }

  of(from: Call, to: Call): LabelledWait | undefined {
    return this.#waits.find(
      ({ before, after }) => this.#named.get(before)?.has(from) === true && this.#named.get(after)?.has(to) === true,
    );
  }
}

function weight({ before, after }: LabelledWait): number {
  return precision(before) + precision(after);
}
