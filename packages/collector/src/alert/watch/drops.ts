import { MINUTE_MS } from "../../store/day.ts";
import type { Store } from "../../store/port.ts";
import type { HealthNote } from "../book.ts";
import { noteIn } from "../book.ts";

/** What all collectors together had to leave out. */
export class Drops {
  readonly #notes: readonly HealthNote[];

  constructor(notes: readonly HealthNote[]) {
    this.#notes = notes;
  }

  static async read(store: Store): Promise<Drops> {
    return new Drops((await store.alertRows({ kind: "health" })).map((row) => noteIn<HealthNote>(row)));
  }

  /** `undefined` when nothing was ever dropped. */
  get lastAt(): number | undefined {
    const times = this.#notes.flatMap(({ lastDropAt }) => lastDropAt ?? []);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** Dropped in the minutes that reach into the last so many milliseconds. */
  since(at: number): number {
    const minute = Math.floor(at / MINUTE_MS);
    return this.#notes
      .flatMap(({ drops }) => drops)
      .reduce((sum, [when, count]) => (when >= minute ? sum + count : sum), 0);
  }
}

/** Minutes kept. */
const KEPT = 120;

/** One collector's note after its counter of drops rose. */
export function withDrops(note: HealthNote, count: number, at: number): HealthNote {
  const minute = Math.floor(at / MINUTE_MS);
  const last = note.drops.at(-1);
  const drops =
    last?.[0] === minute
      ? [...note.drops.slice(0, -1), [minute, last[1] + count] as const]
      : [...note.drops, [minute, count] as const];
  return { drops: drops.slice(-KEPT), lastDropAt: at };
}
