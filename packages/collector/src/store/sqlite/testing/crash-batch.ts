import { HOUR_MS } from "../../day.ts";
import type { Batch } from "../../port.ts";
import { batch, counter, document, hexId, hit, NOON, request, trace } from "../../testing.ts";

/** Rows per batch of the crash test, half of them before midnight and half after it. */
export const CRASH_ROWS = 40;

const MIDNIGHT = NOON + 12 * HOUR_MS;

/**
 * The same number always gives the same batch. It lies over midnight, so it is two transactions, and its second half
 * is late enough that the first day is sealed while the batch is written.
 */
export function crashBatch(number: number): Batch {
  const rows = Array.from({ length: CRASH_ROWS }, (_, index) => ({
    ts: MIDNIGHT + (index % 2 === 0 ? -HOUR_MS : 2 * HOUR_MS) + number * 100 + index,
    routeKey: `GET /r${index % 5}`,
    duration: 1_000 * (1 + ((number * 7 + index * 13) % 400)),
    traceId: hexId(number * CRASH_ROWS + index + 1, 32),
  }));
  return batch(`crash-${number}`, {
    requests: rows.map((row) => request(row)),
    hits: rows.map(({ ts, routeKey, duration }) => hit({ ts, routeKey, duration })),
    counters: rows.map(({ ts, routeKey }) => counter({ ts, routeKey, count: 2 })),
    documents: [document({ ts: MIDNIGHT - 1, body: JSON.stringify({ number }) })],
    traces: rows.slice(0, 4).map((row) => trace({ ...row, view: new Uint8Array(2_000).fill(number % 256) })),
  });
}
