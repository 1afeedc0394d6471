/** Which rows of a list of equal heights are in sight. `end` is exclusive. */
export interface Slice {
  readonly start: number;
  readonly end: number;
  /** Pixels above the first row. */
  readonly offset: number;
}

/** Rows beyond each edge, so that a fast scroll rarely shows a hole. */
const BEYOND = 10;
/** The slice moves by so many rows at once, so that most frames of a scroll change nothing. */
const STEP = 6;

export function visibleSlice(count: number, rowHeight: number, scrolled: number, viewport: number): Slice {
  const first = Math.floor(Math.max(0, scrolled) / rowHeight) - BEYOND;
  const last = Math.ceil((Math.max(0, scrolled) + viewport) / rowHeight) + BEYOND;
  const start = Math.min(floorTo(Math.max(0, first)), floorTo(Math.max(0, count - 1)));
  return { start, end: Math.min(count, floorTo(Math.max(last, start)) + STEP), offset: start * rowHeight };
}

function floorTo(row: number): number {
  return row - (row % STEP);
}

/** Where to scroll so that a row is wholly in sight; nothing when it already is. */
export function scrollToShow(row: number, rowHeight: number, scrolled: number, viewport: number): number | undefined {
  const top = row * rowHeight;
  if (top < scrolled) return top;
  if (top + rowHeight > scrolled + viewport) return top + rowHeight - viewport;
  return undefined;
}

/** Rows beyond the edges that are made in one frame. */
const GROWTH = 6;

/**
 * What to draw next on the way to `wanted`, so that no frame has to make many rows: the rows in sight at once, those
 * beyond the edges a few at a time. Rows already drawn stay as long as they are wanted.
 */
export function nextSlice(drawn: Slice, wanted: Slice, scrolled: number, viewport: number, rowHeight: number): Slice {
  const first = Math.min(Math.max(wanted.start, Math.floor(Math.max(0, scrolled) / rowHeight)), wanted.end);
  const last = Math.max(first, Math.min(wanted.end, Math.ceil((Math.max(0, scrolled) + viewport) / rowHeight)));
  if (drawn.end < first || drawn.start > last) return { start: first, end: last, offset: first * rowHeight };
  const start = Math.max(wanted.start, Math.min(drawn.start, first));
  const end = Math.min(wanted.end, Math.max(drawn.end, last));
  const grows = drawn.start <= first && drawn.end >= last;
  const from = grows ? Math.max(wanted.start, start - GROWTH) : start;
  const to = grows ? Math.min(wanted.end, end + GROWTH) : end;
  return { start: from, end: to, offset: from * rowHeight };
}

/**
 * The row that Tab leads to: the current one while it is drawn, else the first in sight. A list scrolled away from its
 * current row must still be entered by keyboard.
 */
export function reachableRow(current: number, { start, end }: Slice): number {
  if (current >= start && current < end) return current;
  return Math.max(start, Math.min(start === 0 ? 0 : start + BEYOND, end - 1));
}
