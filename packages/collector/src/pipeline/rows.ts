import { type PairProfile, type RequestAnalysis, routeKey } from "@weir/core";
import type { Batch, CounterRow, HitRow, RequestRow } from "../store/port.ts";

export type Rows = Pick<Batch, "requests" | "hits" | "counters">;

/** Counts of one request by pair of sites, or site. */
export type PairSums = ReadonlyMap<string, PairProfile>;

/** What one analysed request adds to the statistics; `sums` are its `pairSums`. */
export function rowsOf(analysis: RequestAnalysis, sums: PairSums): Rows {
  const { request } = analysis;
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
  const shape: CounterRow = { ...dimension, kind: "shape", key: analysis.shape, field: "requests", count: 1 };
  return { requests: [row], hits, counters: [shape, ...pairCounters(sums, dimension)] };
}

/** Pairs of one site pair (a loop's iterations) are added up first: one row per (pair, field). Tallies of sites go along. */
export function pairSums(analysis: RequestAnalysis): PairSums {
  const sums = new Map<string, Map<string, number>>();
  for (const parts of [analysis.edges, analysis.tallies]) {
    for (const { pair, observed } of parts) {
      const fields = sums.get(pair);
      if (fields === undefined) sums.set(pair, new Map(observed));
      else for (const [field, count] of observed) fields.set(field, (fields.get(field) ?? 0) + count);
    }
  }
  return sums;
}

type Dimension = Omit<CounterRow, "kind" | "key" | "field" | "count">;

function pairCounters(sums: PairSums, { ts, service, env, version, routeKey: route, sign }: Dimension): CounterRow[] {
  const rows: CounterRow[] = [];
  for (const [key, fields] of sums) {
    for (const [field, count] of fields) {
      // Written out: there are a hundred of these per request, and a spread costs several times as much.
      rows.push({ ts, service, env, version, routeKey: route, sign, kind: "pair", key, field, count });
    }
  }
  return rows;
}

/** The same rows, taken back. */
export function reverse(rows: Rows): Rows {
  return {
    requests: rows.requests.map(flip),
    hits: rows.hits.map(flip),
    counters: rows.counters.map(flip),
  };
}

function flip<Row extends { readonly sign: 1 | -1 }>(row: Row): Row {
  return { ...row, sign: row.sign === 1 ? -1 : 1 };
}

export function joinRows(parts: readonly Rows[]): Rows {
  return {
    requests: parts.flatMap((part) => part.requests),
    hits: parts.flatMap((part) => part.hits),
    counters: parts.flatMap((part) => part.counters),
  };
}
