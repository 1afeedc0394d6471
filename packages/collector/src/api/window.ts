import { WeirError } from "../errors.ts";
import { DAY_MS, floorTo, MINUTE_MS } from "../store/day.ts";
import type { Millis, Window } from "../store/port.ts";

export const DEFAULT_WINDOW_MS: Millis = DAY_MS;

/** Nothing older is asked for: aggregates are not kept longer. */
export const MAX_LOOKBACK_MS: Millis = 400 * DAY_MS;

/**
 * The window of a query: the last 24 hours unless said otherwise. Without `to` it ends with the current minute, so that
 * one question has one answer, and one ETag, for as long as nothing new arrives.
 */
export function windowOf(query: { readonly from?: number; readonly to?: number }, now: Millis): Window {
  const to = query.to ?? floorTo(now, MINUTE_MS) + MINUTE_MS;
  const from = query.from ?? to - DEFAULT_WINDOW_MS;
  if (from >= to) {
    throw new WeirError("WEIR_INVALID_INPUT", "The query's `from` is not before its `to`", { status: 400 });
  }
  return { from: Math.max(from, to - MAX_LOOKBACK_MS), to };
}

/** Minutes of a window in which something could be seen: from its first request on, until now, at least one. */
export function observedMinutes({ from, to }: Window, firstSeen: Millis, now: Millis): number {
  return Math.max(1, (Math.min(to, now) - Math.max(from, firstSeen)) / MINUTE_MS);
}
