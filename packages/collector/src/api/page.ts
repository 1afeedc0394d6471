import { encodeCursor } from "./cursor.ts";
import type { Window } from "../store/port.ts";

export type SortKey = readonly (string | number)[];

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export interface PageRequest extends Window {
  readonly question: string;
  readonly limit: number;
  /** Sort key of the last row of the page before. */
  readonly after: SortKey | undefined;
}

/**
 * Cuts one page out of sorted rows. Pages go on by sort key, not by number, so rows that come or go before the cut
 * neither repeat nor skip others.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => SortKey,
  compare: (a: SortKey, b: SortKey) => number,
  request: PageRequest,
): Page<Row> {
  const { after, limit, from, to, question } = request;
  const start = after === undefined ? 0 : firstIndex(rows, (row) => compare(keyOf(row), after) > 0);
  const cut = rows.slice(start, start + limit);
  const last = cut.at(-1);
  const more = last !== undefined && start + limit < rows.length;
  const nextCursor = more ? encodeCursor({ question, from, to, after: keyOf(last) }) : null;
  return { rows: cut, nextCursor, total: rows.length };
}

function firstIndex<Row>(rows: readonly Row[], test: (row: Row) => boolean): number {
  const index = rows.findIndex(test);
  return index === -1 ? rows.length : index;
}
