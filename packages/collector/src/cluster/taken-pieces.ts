import type { PieceId } from "./cutting/scanned-body.ts";

/** Pieces of one generation; twice as many are remembered at most, and at least so many. */
export const MAX_YOUNG: number = 500_000;
/** Places of a table: a power of two, at most half of them used. */
const PLACES = 2 ** 20;
const MASK = PLACES - 1;

/**
 * Which pieces this collector has taken, so that a body that was taken in part, and is sent again whole, counts once.
 * Two tables of 64-bit ids: when the young one is full it becomes the old one, and the old one is forgotten.
 */
export class TakenPieces {
  #young = new IdTable();
  #old = new IdTable();
  readonly #maxYoung: number;
  readonly #onTurn: () => void;

  /** `onTurn` is called when the young generation becomes the old one. */
  constructor(onTurn: () => void = () => undefined, maxYoung: number = MAX_YOUNG) {
    this.#onTurn = onTurn;
    this.#maxYoung = maxYoung;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Takes up what an earlier process knew, each generation at most as large as one is. */
  restore(old: readonly PieceId[], young: readonly PieceId[]): void {
    for (const id of old.slice(-this.#maxYoung)) this.#old.add(id);
    for (const id of young.slice(-this.#maxYoung)) this.#young.add(id);
  }

  has(id: PieceId): boolean {
    return this.#young.has(id) || this.#old.has(id);
  }

  /** False when it was there. */
  add(id: PieceId): boolean {
    if (this.has(id)) return false;
    if (this.#young.size >= this.#maxYoung) {
      this.#old = this.#young;
      this.#young = new IdTable();
      this.#onTurn();
    }
    this.#young.add(id);
    return true;
  }
}

/** Open addressing: a place holds both words of an id, 0 and 0 when it is free. */
class IdTable {
  #words = new Uint32Array(0);
  size = 0;

  has(id: PieceId): boolean {
    return this.size > 0 && this.#words[2 * this.#placeOf(id) + 1] !== 0;
  }

  add(id: PieceId): void {
    // Most collectors never need it.
    if (this.size === 0) this.#words = new Uint32Array(2 * PLACES);
    const place = this.#placeOf(id);
    this.#words[2 * place] = id.high;
    this.#words[2 * place + 1] = lowOf(id);
    this.size += 1;
  }

  /** Where the id is, or would be. */
  #placeOf(id: PieceId): number {
    const low = lowOf(id);
    let place = (id.high ^ low) & MASK;
    while (this.#words[2 * place + 1] !== 0) {
      if (this.#words[2 * place] === id.high && this.#words[2 * place + 1] === low) break;
      place = (place + 1) & MASK;
    }
    return place;
  }
}

/** Never 0, which means "free". */
function lowOf({ low }: PieceId): number {
  return low === 0 ? 1 : low;
}
