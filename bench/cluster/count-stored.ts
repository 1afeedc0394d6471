import { SPANS_PER_REQUEST } from "../ingest/request-template.ts";
import type { Load } from "./load.ts";

/** Rows of requests, as `KIND` in the store's adapter. */
const REQUEST = 1;
/** What the ids of the template's traces begin with. */
const TEMPLATE = "5A".repeat(8);

/** What one replica holds, against what clients were told. */
export interface StoredCount {
  readonly requests: number;
  /** Acknowledged, and not there. */
  readonly missing: number;
  /** There more than once. */
  readonly duplicates: number;
  /** There, and never sent. */
  readonly unknown: number;
  /** There with other than all its spans. */
  readonly partial: number;
  /** Of other senders. */
  readonly others: number;
}

/** Asks one replica about every request, past the collectors, when it has everything. */
export async function countStored(host: string, database: string, load: Load): Promise<StoredCount> {
  await ask(host, `SYSTEM SYNC REPLICA ${database}.facts`);
  const text = await ask(
    host,
    `SELECT hex(trace), sum(toInt64(sign)), sum(toInt64(sign) * toInt64(spans)) FROM ${database}.facts
     WHERE kind = ${REQUEST} GROUP BY trace FORMAT TSV`,
  );
  const stored = new Map<number, readonly [count: number, spans: number]>();
  let others = 0;
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const [trace = "", count, spans] = line.split("\t");
    if (!trace.startsWith(TEMPLATE)) others += Number(count);
    // The template numbers its traces from 1.
    else stored.set(Number.parseInt(trace.slice(24), 16) - 1, [Number(count), Number(spans)]);
  }
  const acknowledged = new Set<number>();
  for (const first of load.bodies) for (let at = 0; at < load.requestsPerBody; at += 1) acknowledged.add(first + at);
  const all = [...stored];
  return {
    requests: all.reduce((sum, [, [count]]) => sum + count, 0),
    missing: [...acknowledged].filter((number) => (stored.get(number)?.[0] ?? 0) < 1).length,
    duplicates: all.filter(([, [count]]) => count > 1).length,
    unknown: all.filter(([number]) => number >= load.sent).length,
    partial: all.filter(([, [count, spans]]) => spans !== count * SPANS_PER_REQUEST).length,
    others,
  };
}

async function ask(host: string, query: string): Promise<string> {
  const answer = await fetch(`http://${host}/`, { method: "POST", body: query, signal: AbortSignal.timeout(120_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
