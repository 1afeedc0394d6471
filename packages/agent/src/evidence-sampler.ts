/** Every request of a route gets full evidence until there were this many. */
export const FULL_EVIDENCE_REQUESTS = 200;
/** From then on one in so many. */
export const SPARSE_EVIDENCE = 100;
/** Routes counted apart; the rest shares one count. */
export const MAX_ROUTES = 2000;

/** Decides which requests carry stacks, lineage and values. `always` is for development and staging. */
export class EvidenceSampler {
  readonly #always: boolean;
  readonly #counts = new Map<string, number>();

  constructor(always: boolean) {
    this.#always = always;
  }

  readonly sample = (key: string): boolean => {
    if (this.#always) return true;
    const known = this.#counts.has(key) || this.#counts.size < MAX_ROUTES ? key : "";
    const count = (this.#counts.get(known) ?? 0) + 1;
    this.#counts.set(known, count);
    return count <= FULL_EVIDENCE_REQUESTS || count % SPARSE_EVIDENCE === 0;
  };
}
