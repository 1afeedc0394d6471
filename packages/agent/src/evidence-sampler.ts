/** In production, every request of a route gets full evidence until there were this many. */
export const FULL_EVIDENCE_REQUESTS = 200;
/** From then on one in so many. */
export const SPARSE_EVIDENCE = 100;
/** Elsewhere every request has full evidence; the values of all are looked at until a route had this many, */
export const ALL_VALUES_REQUESTS = 1000;
/** from then on those of one in so many: what they could still tell is told by these too, a little later. */
export const SPARSE_VALUES = 8;
/** Routes counted apart; the rest shares one count. */
export const MAX_ROUTES = 2000;

export interface Sampled {
  /** Stacks, lineage and values are recorded; otherwise times only. */
  readonly full: boolean;
  /** Values are among it. */
  readonly values: boolean;
}

/** `production` is sparing with all evidence, `settled` with values that were seen often, `everything` with nothing. */
export type Sampling = "production" | "settled" | "everything";

/** Decides which requests carry stacks, lineage and values. */
export class EvidenceSampler {
  readonly #sampling: Sampling;
  readonly #counts = new Map<string, number>();

  constructor(sampling: Sampling) {
    this.#sampling = sampling;
  }

  readonly sample = (key: string): Sampled => {
    if (this.#sampling === "everything") return { full: true, values: true };
    const known = this.#counts.has(key) || this.#counts.size < MAX_ROUTES ? key : "";
    const count = (this.#counts.get(known) ?? 0) + 1;
    this.#counts.set(known, count);
    if (this.#sampling === "settled") {
      return { full: true, values: count <= ALL_VALUES_REQUESTS || count % SPARSE_VALUES === 0 };
    }
    const full = count <= FULL_EVIDENCE_REQUESTS || count % SPARSE_EVIDENCE === 0;
    return { full, values: full };
  };
}
