import type { Exits } from "./flow.ts";
import { nextSerial, type PromiseObj } from "./objects.ts";
import type { Value } from "./value.ts";

/** A stretch of the run: what it wrote after more than so many calls that owe their failing to A. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly calls: number;
  /** What was made after this number is met by way of what was there before. */
  readonly serial: number;
}

/** How a handler that does not go on where it stands leaves. */
export type Leaving = "function" | "round";

interface Entry {
  readonly calls: number;
  /** When the place was made. */
  readonly serial: number;
  /** Lets the place owe to A's success. */
  readonly tell: () => void;
}

/** More is written by no function that a person reads. */
export const MAX_ENTRIES = 20_000;

/**
 * What was written behind A, in order. As long as A's failing ends all that follows, none of it tells anything: nobody
 * meets it unless A worked. Once somebody catches that failing and goes on, all of it tells whether A worked.
 */
export class Trail {
  readonly #entries: Entry[] = [];
  readonly #stretches = new WeakMap<PromiseObj, readonly Stretch[]>();
  readonly #left = new WeakMap<Exits, { readonly by: Leaving; readonly stretch: Stretch }[]>();
  readonly #told = new WeakSet<Stretch>();
  /** Writes that are not remembered: whether they tell of A's success, nobody knows. */
  dropped = 0;

  note(entry: Entry): void {
    if (this.#entries.length < MAX_ENTRIES) this.#entries.push(entry);
    else this.dropped += 1;
  }

  /** All that `work` writes after one more call than those before. */
  begin(calls: number): Stretch {
    return { from: this.#entries.length, to: Infinity, calls, serial: nextSerial() };
  }

  end(stretch: Stretch): Stretch {
    return { ...stretch, to: this.#entries.length };
  }

  /** The promise fails where what ran there fails. */
  attach(promise: PromiseObj, stretches: readonly Stretch[]): void {
    if (stretches.length > 0) this.#stretches.set(promise, [...new Set([...this.of(promise), ...stretches])]);
  }

  /** The promise fails where promises of the value fail. */
  failsWith(promise: PromiseObj, { refs }: Value): void {
    for (const ref of refs) if (ref.kind === "promise" && ref !== promise) this.attach(promise, this.of(ref));
  }

  of(promise: PromiseObj): readonly Stretch[] {
    return this.#stretches.get(promise) ?? [];
  }

  /** Whoever waits for the promise ends with it: what it wrote counts as written there. */
  again(promise: PromiseObj): void {
    if (this.of(promise).length > 0) this.note({ calls: Infinity, serial: 0, tell: () => this.tellAll(promise) });
  }

  /** What ran there failed, and whoever caught that goes on. */
  tell(stretch: Stretch): void {
    for (const { tell } of this.#within(stretch)) tell();
  }

  tellAll(promise: PromiseObj): void {
    for (const stretch of this.of(promise)) {
      if (this.#told.has(stretch)) continue;
      this.#told.add(stretch);
      this.tell(stretch);
    }
  }

  /** What was caught goes on only where the round or the function that `exits` belongs to has been left. */
  leaving(exits: Exits, stretch: Stretch, by: Leaving): void {
    this.#left.set(exits, [...(this.#left.get(exits) ?? []), { by, stretch }]);
  }

  left(exits: Exits, by: Leaving): void {
    const all = this.#left.get(exits);
    if (all === undefined) return;
    for (const one of all) if (one.by === by) this.tell(one.stretch);
    this.#left.set(
      exits,
      all.filter((one) => one.by !== by),
    );
  }

  #within({ from, to, calls, serial }: Stretch): readonly Entry[] {
    return this.#entries.slice(from, to).filter((entry) => entry.calls > calls && entry.serial <= serial);
  }
}
