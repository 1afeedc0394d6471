import { DAY_MS, dayOf } from "../store/day.ts";
import type { Store } from "../store/port.ts";

/** Hours, counters and findings outlive the rows they were made from. */
const AGGREGATE_DAYS = 90;

/** Drops what is over its time: rows and traces after `detailDays`, everything else after 90 days. UTC days. */
export async function dropExpired(store: Store, now: number, detailDays: number): Promise<void> {
  await store.dropDetailBefore(dayOf(now - detailDays * DAY_MS));
  await store.dropBefore(dayOf(now - Math.max(AGGREGATE_DAYS, detailDays) * DAY_MS));
}
