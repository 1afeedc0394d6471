import type { Sent } from "./load/ledger.ts";
import type { MadeTrace } from "./load/made-trace.ts";
import type { Found } from "./store/found.ts";

const DAY_MS = 86_400_000;

/** Spans of one UTC day: what was acknowledged, and what the store has of it. */
export interface DayBalance {
  readonly traces: number;
  readonly acknowledged: number;
  readonly found: number;
  /** Spans counted more often than they were sent. */
  readonly duplicates: number;
}

export interface Balance {
  /** By the day's begin, in milliseconds. */
  readonly days: ReadonlyMap<number, DayBalance>;
  readonly faults: readonly string[];
}

/**
 * Compares, trace by trace, what senders were told is taken with what is there. Days whose rows retention let go are
 * compared by their number of requests; their spans keep the balance of when they were there.
 */
export function balance(
  sent: readonly Sent[],
  trace: (sent: Sent) => MadeTrace,
  found: Found,
  before: ReadonlyMap<number, DayBalance>,
): Balance {
  const days = new Map<number, DayBalance>(before);
  const faults = [...found.faults];
  const known = new Set<string>();
  for (const [day, ofDay] of byDay(sent)) {
    const gone = found.requestsOfGoneDays.get(day);
    if (gone !== undefined) {
      if (gone !== ofDay.length) faults.push(`${nameOf(day)} is gone with ${ofDay.length} requests and counts ${gone}`);
      for (const one of ofDay) known.add(trace(one).traceId);
      continue;
    }
    const sums = { traces: ofDay.length, acknowledged: 0, found: 0, duplicates: 0 };
    for (const one of ofDay) {
      const { traceId, spans } = trace(one);
      const there = found.spans.get(traceId) ?? 0;
      known.add(traceId);
      sums.acknowledged += spans;
      sums.found += there;
      sums.duplicates += Math.max(0, there - spans);
      if (there !== spans)
        faults.push(`trace ${one.number} (${traceId}) was sent with ${spans} spans and has ${there}`);
    }
    days.set(day, sums);
  }
  for (const traceId of found.spans.keys()) if (!known.has(traceId)) faults.push(`nobody sent the trace ${traceId}`);
  return { days, faults };
}

function byDay(sent: readonly Sent[]): ReadonlyMap<number, readonly Sent[]> {
  const days = new Map<number, Sent[]>();
  for (const one of sent) {
    const day = Math.floor(one.at / DAY_MS) * DAY_MS;
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [one]);
    else ofDay.push(one);
  }
  return days;
}

function nameOf(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
