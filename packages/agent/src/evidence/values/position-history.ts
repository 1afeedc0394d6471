/** Positions of call sites remembered per process; those of the site least recently met go first. */
export const MAX_POSITIONS = 5000;
/** Different values remembered of one position; by then it is plain that it varies. */
export const MAX_VALUES = 32;
/** Requests that differed before one value counts as a constant. */
const VARIED = 3;

export interface Noted {
  /** The position had this value before: seeing it again is no new evidence. */
  readonly repeated: boolean;
  /** It is the first value of the position: that it agrees with a source may be how both are configured. */
  readonly first: boolean;
  /** `unsettled` as long as too few requests that differ were seen to tell a constant. */
  readonly kind: "constant" | "varied" | "unsettled";
}

interface Seen {
  readonly values: Set<number>;
  readonly requests: Set<number>;
}

/**
 * What the positions of call sites held before, as fingerprints. A value that stayed the same while requests differed
 * was written into the code; while they did not differ, nobody can tell.
 */
export class PositionHistory {
  /** By call site, then by position. */
  readonly #sites = new Map<string, Map<string, Seen>>();
  #latest: string | undefined;
  #count = 0;

  /**
   * @param value fingerprint of what stood there
   * @param request tells the inbound request, or who made it, from others
   */
  note(site: string, position: string, value: number, request: number): Noted {
    const seen = this.#seenAt(site, position);
    const repeated = seen.values.has(value);
    const first = seen.values.size === 0;
    if (!repeated && seen.values.size < MAX_VALUES) seen.values.add(value);
    if (seen.requests.size < VARIED) seen.requests.add(request);
    if (seen.values.size > 1) return { repeated, first, kind: "varied" };
    return { repeated, first, kind: seen.requests.size >= VARIED ? "constant" : "unsettled" };
  }

  #seenAt(site: string, position: string): Seen {
    const positions = this.#positionsOf(site);
    let seen = positions.get(position);
    if (seen === undefined) {
      seen = { values: new Set(), requests: new Set() };
      positions.set(position, seen);
      this.#count += 1;
      if (this.#count > MAX_POSITIONS) this.#forgetOldest();
    }
    return seen;
  }

  #positionsOf(site: string): Map<string, Seen> {
    const positions = this.#sites.get(site) ?? new Map<string, Seen>();
    if (this.#latest !== site) {
      this.#sites.delete(site);
      this.#sites.set(site, positions);
      this.#latest = site;
    }
    return positions;
  }

  #forgetOldest(): void {
    const [oldest] = this.#sites;
    if (oldest === undefined) return;
    const [site, positions] = oldest;
    this.#count -= positions.size;
    this.#sites.delete(site);
    if (this.#latest === site) this.#latest = undefined;
  }
}
