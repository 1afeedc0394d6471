import type { TraceWords } from "../homes.ts";
import { finished, mixed } from "../mix.ts";
import type { Piece } from "./scanned-body.ts";

/** Where the two halves of an id start from; anything but the same. */
const HIGH_SEED = 0x57_65_69_72;
const LOW_SEED = 0x0b_0d_1e_55;

interface Open {
  readonly trace: TraceWords;
  high: number;
  low: number;
}

/** Gathers the pieces of a body while its spans are gone over. */
export class PieceBuilder {
  readonly #byTrace = new Map<string, number>();
  readonly #open: Open[] = [];

  /** Number of the trace's piece; `hex` names the trace as well as `words` do. */
  indexOf(hex: string, words: () => TraceWords): number {
    const known = this.#byTrace.get(hex);
    if (known !== undefined) return known;
    const trace = words();
    const hash = (seed: number): number => trace.reduce((sum, word) => mixed(sum, word), seed);
    this.#open.push({ trace, high: hash(HIGH_SEED), low: hash(LOW_SEED) });
    this.#byTrace.set(hex, this.#open.length - 1);
    return this.#open.length - 1;
  }

  /** Another span, by the two words of its id. */
  add(index: number, first: number, second: number): void {
    const piece = this.#open[index] as Open;
    piece.high = mixed(mixed(piece.high, first), second);
    piece.low = mixed(mixed(piece.low, second), first);
  }

  get pieces(): readonly Piece[] {
    return this.#open.map(({ trace, high, low }) => ({ trace, id: { high: finished(high), low: finished(low) } }));
  }
}
