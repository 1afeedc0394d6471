import { dayOf } from "./day.ts";
import type { Batch, Document, HitRow, RequestRow, StoredTrace } from "./port.ts";
import type { HourCounter } from "./hour-counters.ts";

/** What travels to the writer: a batch whose counters are already added up per hour. */
export interface WriterBatch extends Omit<Batch, "counters"> {
  readonly counters: readonly HourCounter[];
}

/** What one day gets of a batch. */
export interface DayPart {
  readonly day: string;
  readonly requests: RequestRow[];
  readonly hits: HitRow[];
  readonly counters: HourCounter[];
  readonly documents: Document[];
  readonly traces: StoredTrace[];
}

/** Splits by the UTC day of each row, oldest day first. */
export function splitByDay(batch: WriterBatch): readonly DayPart[] {
  const parts = new Map<string, DayPart>();
  const at = (ts: number): DayPart => {
    const day = dayOf(ts);
    const part = parts.get(day) ?? { day, requests: [], hits: [], counters: [], documents: [], traces: [] };
    parts.set(day, part);
    return part;
  };
  for (const row of batch.requests) at(row.ts).requests.push(row);
  for (const row of batch.hits) at(row.ts).hits.push(row);
  for (const row of batch.counters) at(row.hour).counters.push(row);
  for (const row of batch.documents) at(row.ts).documents.push(row);
  for (const row of batch.traces) at(row.ts).traces.push(row);
  return [...parts.values()].sort((a, b) => Number(a.day) - Number(b.day));
}

export function rowsIn({ requests, hits, counters, documents, traces }: DayPart): number {
  const counterRows = counters.reduce((sum, { rows }) => sum + rows, 0);
  return requests.length + hits.length + counterRows + documents.length + traces.length;
}
