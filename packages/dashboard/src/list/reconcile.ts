/** What a live list shows, and what waits behind "3 routes changed". */
export interface Reconciled<Row> {
  readonly rows: readonly Row[];
  /** Rows whose place would change, that came, or that went. 0: the list is as fresh as it can be. */
  readonly waiting: number;
}

/**
 * Takes the fresh numbers of rows on screen but keeps their order, so that nothing moves under the reader's cursor.
 * Rows that came or went wait too; a row that went keeps its last numbers.
 */
export function reconcile<Row>(
  shown: readonly Row[],
  fresh: readonly Row[],
  keyOf: (row: Row) => string,
): Reconciled<Row> {
  const byKey = new Map(fresh.map((row) => [keyOf(row), row]));
  const shownKeys = new Set(shown.map(keyOf));
  const rows = shown.map((row) => byKey.get(keyOf(row)) ?? row);
  const stayed = shown.map(keyOf).filter((key) => byKey.has(key));
  const ranks = new Map(fresh.filter((row) => shownKeys.has(keyOf(row))).map((row, rank) => [keyOf(row), rank]));
  const moved = stayed.filter((key, rank) => ranks.get(key) !== rank).length;
  const came = fresh.filter((row) => !shownKeys.has(keyOf(row))).length;
  return { rows, waiting: moved + came + (shown.length - stayed.length) };
}
