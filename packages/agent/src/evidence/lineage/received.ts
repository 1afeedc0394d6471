import type { Known } from "./known.ts";

/** Knowledge of a root that is over is none. */
export function live(known: Known | null): Known | null {
  return known === null || known.sets.over ? null : known;
}

/**
 * What code knows that knew `own` and was handed `given` by what it waited for. Sets of two roots never mix: the
 * receiver's root wins, so a promise two requests share tells each of them only of its own operations. Where the
 * receiver's own knowledge is missing, what it was handed is only the least it knows.
 */
export function received(own: Known | null, given: Known | null): Known | null {
  const mine = live(own);
  const other = live(given);
  if (mine === null) return other === null ? null : other.sets.atLeast(other);
  if (other === null || other.sets !== mine.sets) return mine;
  return mine.sets.union(mine, other);
}

/**
 * What a promise hands on that was made by code knowing `made` and settled by code knowing `settled`: it could neither
 * be there before the one nor done before the other. A callback from outside (`null`) adds nothing.
 */
export function handedOver(made: Known | null, settled: Known | null): Known | null {
  return live(made) === null ? settled : received(made, settled);
}
