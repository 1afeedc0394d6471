/** Below this chance that B is missing by accident whenever A said no, A guards B. */
export const SIGNIFICANT = 1e-3;

/**
 * Chance that B is missing in all `refused` requests if it had nothing to do with A: Fisher's exact test, one-sided, on
 * the 2x2 table of refused/accepted against made/missing, `C(missing, k) / C(all, k)`.
 *
 * @param accepted requests in which A did not say no
 * @param made requests of those in which B was made
 */
export function chanceOfAllMissing(accepted: number, made: number, refused: number): number {
  const all = accepted + refused;
  const missing = all - made;
  let chance = 1;
  for (let taken = 0; taken < refused; taken += 1) {
    chance *= (missing - taken) / (all - taken);
    if (chance < SIGNIFICANT * 1e-9) break;
  }
  return chance;
}
