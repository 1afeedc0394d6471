/** Times of one clock; `endMs` undefined while the call is open. */
export interface Timed {
  readonly startMs: number;
  readonly endMs: number | undefined;
}

/**
 * Pairs of calls of which the second starts when the first has ended, with no call between them: the transitive
 * reduction of the interval order.
 *
 * @param calls in any order
 */
export function serialPairs<Call extends Timed>(calls: readonly Call[]): readonly (readonly [Call, Call])[] {
  const before = (a: Timed, b: Timed): boolean => a.endMs !== undefined && a.endMs <= b.startMs;
  return calls.flatMap((a) =>
    calls
      .filter((b) => b !== a && before(a, b) && !calls.some((c) => c !== a && c !== b && before(a, c) && before(c, b)))
      .map((b) => [a, b] as const),
  );
}
