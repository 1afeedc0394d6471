import { ceilTo, DAY_MS, dayOf, floorTo, HOUR_MS, MINUTE_MS } from "../day.ts";
import type { Millis, Window } from "../port.ts";
import { integer } from "./literal.ts";
import { HOUR_OF_ROW } from "./schema.ts";

/** A window, rounded outwards, as conditions on `facts` and on `hours`. */
export interface TimeRange {
  /** On rows of days with detail: whole steps. */
  readonly rows: string;
  /** On hours: whole hours, or whole steps where those are longer. */
  readonly hours: string;
  readonly firstHour: Millis;
  readonly endHour: Millis;
  /** Of the rows. */
  readonly from: Millis;
  readonly to: Millis;
}

/** Later than any row, and a day that has a name. */
const LAST = Date.UTC(9999, 0);

export function rangeOf(window: Window, step: Millis = MINUTE_MS): TimeRange {
  const from = Math.min(Math.max(window.from, 0), LAST);
  const to = Math.min(Math.max(window.to, 0), LAST);
  const [first, end] = [floorTo(from, step), ceilTo(to, step)];
  const longer = Math.max(step, HOUR_MS);
  const [firstHour, endHour] = [floorTo(from, longer), Math.max(ceilTo(to, longer), floorTo(from, longer) + longer)];
  return {
    rows: rowsIn(first, end),
    hours: `hour >= ${integer(floorTo(from, longer))} AND hour < ${integer(ceilTo(to, longer))} AND ${days(firstHour, endHour)}`,
    firstHour,
    endHour,
    from: first,
    to: end,
  };
}

/** Rows of `facts` from one moment on and before another. */
export function rowsIn(from: Millis, to: Millis): string {
  const hours = `${HOUR_OF_ROW} >= ${hourOf(from)} AND ${HOUR_OF_ROW} <= ${hourOf(Math.max(from, to - 1))}`;
  return `ts >= ${integer(from)} AND ts < ${integer(to)} AND ${hours} AND ${days(from, to)}`;
}

function hourOf(ts: Millis): string {
  return integer(Math.floor(ts / HOUR_MS));
}

/** Everything there is. */
export const ALWAYS: TimeRange = rangeOf({ from: 0, to: LAST }, DAY_MS);

function days(from: Millis, end: Millis): string {
  return `day >= ${dayOf(from)} AND day <= ${dayOf(Math.max(from, end - 1))}`;
}
