import type { Batch } from "../store/port.ts";
import type { AnalysedTrace } from "./analyst.ts";
import { counterRows } from "./counter-rows.ts";
import { joinRows, type Rows } from "./rows.ts";

const DAY_MS = 86_400_000;

/** One analysed trace on its way into the store, with the rows it takes back when it corrects an earlier analysis. */
export interface Finished<Told> {
  readonly key: string;
  readonly entries: ReadonlySet<number>;
  /** Ids of the spans that were not in an earlier analysis. */
  readonly spans: readonly string[];
  readonly trace: Pick<AnalysedTrace, "rows" | "documents" | "traces">;
  /** What is told of it once it is stored. */
  readonly told: readonly Told[];
  readonly takenBack: Rows | undefined;
}

/**
 * Cuts finished traces into batches of one UTC day each, so that a batch is atomic in every store and "is it there?"
 * has one answer. Returned in the order in which they must be written.
 */
export function cutBatches<Told>(finished: readonly Finished<Told>[], nextId: () => string): readonly DayBatch<Told>[] {
  const days = new Map<number, Finished<Told>[]>();
  for (const item of finished) {
    const day = Math.floor(dayOf(item) / DAY_MS);
    const list = days.get(day);
    if (list === undefined) days.set(day, [item]);
    else list.push(item);
  }
  return [...days.values()].map((items) => ({ items, batch: toBatch(items, nextId()) }));
}

export interface DayBatch<Told> {
  readonly batch: Batch;
  readonly items: readonly Finished<Told>[];
}

/** A trace belongs to the day its first request started in; its rows never go to two days. */
function dayOf({ trace, takenBack }: Finished<unknown>): number {
  return (trace.rows.requests[0] ?? takenBack?.requests[0])?.ts ?? 0;
}

function toBatch(items: readonly Finished<unknown>[], id: string): Batch {
  const { requests, hits, counts } = joinRows(
    items.flatMap(({ trace, takenBack }) => (takenBack === undefined ? [trace.rows] : [takenBack, trace.rows])),
  );
  return {
    id,
    requests,
    hits,
    counters: counterRows(counts),
    documents: items.flatMap(({ trace }) => trace.documents),
    traces: items.flatMap(({ trace }) => trace.traces),
  };
}

/** Does it again until it succeeds or `wait` says to give up. Resolves to whether it was done. */
export async function untilDone(
  work: () => Promise<void>,
  wait: (attempt: number, error: unknown) => Promise<boolean>,
): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(await wait(attempt, error))) return false;
    }
  }
}
