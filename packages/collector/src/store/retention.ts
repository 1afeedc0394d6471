import { DAY_MS, dayOf } from "./day.ts";
import type { Millis, Store } from "./port.ts";

interface RetentionDays {
  /** Rows, minutes and traces. */
  readonly detail: number;
  /** Hours, evidence and documents; at least as long. Default 90, or as long as detail where that is longer. */
  readonly aggregates?: number;
}

const AGGREGATE_DAYS = 90;

/**
 * Lets go what is older than it should be; today counts as the first day. Call it once a day and at the start: doing it
 * again changes nothing. Throws `RangeError` for less than a day.
 */
export async function applyRetention(
  store: Pick<Store, "dropDetailBefore" | "dropBefore">,
  { detail, aggregates = Math.max(detail, AGGREGATE_DAYS) }: RetentionDays,
  now: Millis,
): Promise<void> {
  if (!(detail >= 1) || !(aggregates >= detail)) {
    throw new RangeError("aggregates are kept at least as long as detail, and detail at least one day");
  }
  await store.dropDetailBefore(firstKept(detail, now));
  await store.dropBefore(firstKept(aggregates, now));
}

function firstKept(days: number, now: Millis): string {
  return dayOf(now - (days - 1) * DAY_MS);
}
