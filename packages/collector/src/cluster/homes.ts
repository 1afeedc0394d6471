import { finished, hashOfText, mixed } from "./mix.ts";

/** A trace id as four 32-bit words. */
export type TraceWords = readonly [number, number, number, number];

/**
 * Says which of the peers is the home of a trace: the one with the highest score of (trace id, peer), which is called
 * rendezvous hashing. Everybody with the same list says the same, in whatever order it has the list. A peer that joins
 * or leaves moves only the traces it gets or had.
 */
export class Homes {
  readonly peers: readonly string[];
  readonly #seeds: readonly number[];

  constructor(peers: readonly string[]) {
    this.peers = [...new Set(peers)].sort();
    this.#seeds = this.peers.map(hashOfText);
  }

  /** Index into `peers`; -1 when there is none. Of equal scores the first counts. */
  of([a, b, c, d]: TraceWords): number {
    const trace = finished(mixed(mixed(mixed(mixed(0, a), b), c), d));
    let best = -1;
    let highest = -1;
    for (let index = 0; index < this.#seeds.length; index += 1) {
      const score = finished(mixed(trace, this.#seeds[index] as number));
      if (score <= highest) continue;
      highest = score;
      best = index;
    }
    return best;
  }
}
