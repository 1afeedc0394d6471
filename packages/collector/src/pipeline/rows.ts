import { type PairSums, type RequestAnalysis, routeKey } from "@weir/core";
import type { CounterRow, HitRow, RequestRow } from "../store/port.ts";

/** What analysed requests add to the statistics. Evidence is spread out into rows only when a batch is written. */
export interface Rows {
  readonly requests: readonly RequestRow[];
  readonly hits: readonly HitRow[];
  readonly counts: readonly Counts[];
}

/** Evidence of one request. */
export interface Counts extends Dimension {
  readonly shape: string;
  readonly sums: PairSums;
}

/** What one analysed request adds to the statistics. */
export function rowsOf(analysis: RequestAnalysis): Rows {
  const { request, sums } = analysis;
  const dimension = {
    ts: Math.floor(request.start / 1000),
    service: request.service,
    env: request.env,
    version: request.version ?? "",
    routeKey: routeKey(request.method, request.route),
    sign: 1,
  } as const;
  const duration = request.end - request.start;
  const row: RequestRow = {
    ...dimension,
    method: request.method,
    route: request.route,
    traceId: request.traceId,
    spanId: request.spanId,
    duration,
    savedLow: analysis.saved.low,
    savedHigh: analysis.saved.high,
    status: request.status ?? 0,
    error: request.error,
    spans: request.spans,
    findings: analysis.fixes.length,
  };
  const hits: HitRow[] = analysis.fixes.map((fix) => ({
    ...dimension,
    fingerprint: fix.fingerprint,
    duration,
    savedLow: fix.saved.low,
    savedHigh: fix.saved.high,
  }));
  return { requests: [row], hits, counts: [{ ...dimension, shape: analysis.shape, sums }] };
}

type Dimension = Omit<CounterRow, "kind" | "key" | "field" | "count">;

/** The same rows, taken back. */
export function reverse(rows: Rows): Rows {
  return {
    requests: rows.requests.map(flip),
    hits: rows.hits.map(flip),
    counts: rows.counts.map(flip),
  };
}

function flip<Row extends { readonly sign: 1 | -1 }>(row: Row): Row {
  return { ...row, sign: row.sign === 1 ? -1 : 1 };
}

export function joinRows(parts: readonly Rows[]): Rows {
  return {
    requests: parts.flatMap((part) => part.requests),
    hits: parts.flatMap((part) => part.hits),
    counts: parts.flatMap((part) => part.counts),
  };
}
