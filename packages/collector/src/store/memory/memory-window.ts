import { ceilTo, dayOf, floorTo, HOUR_MS, MINUTE_MS } from "../day.ts";
import type { Millis, Window } from "../port.ts";

/** Moment -> moment of its finest kept bucket, or `undefined` when it lies outside the rounded window. */
export type Bucketing = (at: Millis) => Millis | undefined;

/** Minutes on days that have their detail, hours on earlier ones: what an adapter with rollups can answer. */
export function bucketing(window: Window, detailFrom: string): Bucketing {
  const within = (at: Millis, step: Millis): Millis | undefined => {
    const inside = at >= floorTo(window.from, step) && at < ceilTo(window.to, step);
    return inside ? floorTo(at, step) : undefined;
  };
  return (at) => within(at, dayOf(at) < detailFrom ? HOUR_MS : MINUTE_MS);
}

/** Whole buckets of one length, whatever the day. */
export function wholeBuckets(window: Window, step: Millis): Bucketing {
  const from = floorTo(window.from, step);
  const to = ceilTo(window.to, step);
  return (at) => (at >= from && at < to ? floorTo(at, step) : undefined);
}
