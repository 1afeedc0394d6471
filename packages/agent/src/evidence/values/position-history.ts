/** Positions of call sites remembered per process; the least recently used goes first. */
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

/**
 * What the positions of call sites held before, as hashes. A value that stayed the same while requests differed was
 * written into the code; while they did not differ, nobody can tell.
 */
export class PositionHistory {
  readonly #positions = new Map<string, { readonly values: Set<string>; readonly requests: Set<string> }>();

  /** @param request tells the inbound request, or who made it, from others */
  note(position: string, value: string, request: string): Noted {
    const seen = this.#positions.get(position) ?? { values: new Set(), requests: new Set() };
    this.#positions.delete(position);
    this.#positions.set(position, seen);
    if (this.#positions.size > MAX_POSITIONS) this.#forgetOldest();
    const repeated = seen.values.has(value);
    const first = seen.values.size === 0;
    if (seen.values.size < MAX_VALUES) seen.values.add(value);
    if (seen.requests.size < VARIED) seen.requests.add(request);
    if (seen.values.size > 1) return { repeated, first, kind: "varied" };
    return { repeated, first, kind: seen.requests.size >= VARIED ? "constant" : "unsettled" };
  }

  #forgetOldest(): void {
    const [oldest] = this.#positions.keys();
    if (oldest !== undefined) this.#positions.delete(oldest);
  }
}
