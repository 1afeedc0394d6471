import type { Batch, CounterRow, Document, HitRow, RequestRow, StoredTrace } from "./port.ts";

/** Rows and batches for tests: every field has a plain value, a test names only those it is about. */

/** Saturday 21 November 2026, 12:00 UTC, in the middle of a day and an hour apart from nothing. */
export const NOON: number = Date.UTC(2026, 10, 21, 12);

const WHERE = { ts: NOON, service: "shop", env: "staging", version: "v1", routeKey: "GET /cart" } as const;

export function request(fields: Partial<RequestRow> = {}): RequestRow {
  const routeKey = fields.routeKey ?? WHERE.routeKey;
  const [method = "", route = ""] = routeKey.split(/ (.*)/su);
  return {
    ...WHERE,
    sign: 1,
    method,
    route,
    traceId: "0".repeat(31) + "1",
    spanId: "0".repeat(15) + "1",
    duration: 200_000,
    savedLow: 0,
    savedHigh: 0,
    status: 200,
    error: false,
    spans: 3,
    findings: 0,
    ...fields,
  };
}

export function hit(fields: Partial<HitRow> = {}): HitRow {
  return {
    ...WHERE,
    sign: 1,
    fingerprint: "f000000000000001",
    duration: 200_000,
    savedLow: 90_000,
    savedHigh: 100_000,
    ...fields,
  };
}

export function counter(fields: Partial<CounterRow> = {}): CounterRow {
  return { ...WHERE, sign: 1, kind: "pair", key: "p000000000000001", field: "n", count: 1, ...fields };
}

export function document(fields: Partial<Document> = {}): Document {
  return { ...WHERE, kind: "pair", key: "p000000000000001", body: "{}", ...fields };
}

export function trace(fields: Partial<StoredTrace> = {}): StoredTrace {
  return {
    ...WHERE,
    traceId: "0".repeat(31) + "1",
    spanId: "0".repeat(15) + "1",
    duration: 200_000,
    saved: 0,
    fingerprints: [],
    view: new Uint8Array([1, 2, 3]),
    ...fields,
  };
}

export function batch(id: string, parts: Partial<Omit<Batch, "id">> = {}): Batch {
  return { id, requests: [], hits: [], counters: [], documents: [], traces: [], ...parts };
}

/** A hex id of the given length out of a number. */
export function hexId(seed: number, length: number): string {
  return seed.toString(16).padStart(length, "0").slice(-length);
}
