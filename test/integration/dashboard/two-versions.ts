import type { FindingDocument } from "../../../packages/core/src/index.ts";
import type { Batch, CounterRow, Document, HitRow, RequestRow } from "../../../packages/collector/src/store/port.ts";
import { PROOF } from "../dashboard-data.ts";

const APP = { service: "web-shop", env: "staging" } as const;
export const BEFORE = "a07b2";
export const AFTER = "3f9c1e2";
const DAY = 86_400_000;
const MINUTE = 60_000;
/** Microseconds. */
const DURATION = 300_000;
const SAVED = 90_000;

/** Requests of a route in one version; with a fingerprint, all of them showed its finding. */
interface Traffic {
  readonly route: string;
  readonly version: string;
  readonly requests: number;
  readonly fingerprint?: string;
}

/** What an app was asked for before and after a deploy. */
const TRAFFIC: readonly Traffic[] = [
  { route: "/cart", version: BEFORE, requests: 40, fingerprint: "0000000000000001" },
  { route: "/cart", version: AFTER, requests: 40 },
  { route: "/rare", version: BEFORE, requests: 40, fingerprint: "0000000000000002" },
  { route: "/rare", version: AFTER, requests: 3 },
  { route: "/account", version: BEFORE, requests: 40, fingerprint: "0000000000000003" },
  { route: "/account", version: AFTER, requests: 40, fingerprint: "0000000000000003" },
  { route: "/orders", version: AFTER, requests: 40, fingerprint: "0000000000000003" },
  { route: "/search", version: AFTER, requests: 40, fingerprint: "0000000000000004" },
];

/** Two versions a day apart: a finding went, one came, one stayed in code of two routes, one was not asked for again. */
export function twoVersions(now: number): Batch {
  const parts = TRAFFIC.map((traffic, index) => partOf(traffic, index, now));
  return {
    id: "two-versions",
    requests: parts.flatMap((part) => part.requests),
    hits: parts.flatMap((part) => part.hits),
    counters: parts.flatMap((part) => part.counters),
    documents: parts.flatMap((part) => part.documents),
    traces: [],
  };
}

function partOf({ route, version, requests, fingerprint }: Traffic, part: number, now: number) {
  const ts = version === BEFORE ? now - DAY : now - MINUTE;
  const at = { ...APP, version, ts, routeKey: `GET ${route}` } as const;
  const saved = fingerprint === undefined ? 0 : SAVED;
  const rows = Array.from({ length: requests }, (_all, index): RequestRow => ({
    ...at,
    ts: ts + index,
    sign: 1,
    method: "GET",
    route,
    traceId: (part * 1000 + index + 1).toString(16).padStart(32, "c"),
    spanId: (part * 1000 + index + 1).toString(16).padStart(16, "d"),
    duration: DURATION,
    savedLow: saved,
    savedHigh: saved,
    status: 200,
    error: false,
    spans: 3,
    findings: saved > 0 ? 1 : 0,
  }));
  if (fingerprint === undefined) return { requests: rows, hits: [], counters: [], documents: [] };
  const hits = rows.map(({ ts: seen }): HitRow => ({
    ...at,
    ts: seen,
    sign: 1,
    fingerprint,
    duration: DURATION,
    savedLow: SAVED,
    savedHigh: SAVED,
  }));
  const pair = `p${fingerprint.slice(-1)}`;
  const counters = PROOF.map((field): CounterRow => ({
    ...at,
    sign: 1,
    kind: "pair",
    key: pair,
    field,
    count: requests,
  }));
  return { requests: rows, hits, counters, documents: documentsOf(at, fingerprint, pair) };
}

function documentsOf(
  at: Omit<Document, "kind" | "key" | "body">,
  fingerprint: string,
  pair: string,
): readonly Document[] {
  const file = "app/layout.tsx";
  const from = { call: "GET api.internal/session", file, line: 10, column: 3, function: "getSession" };
  const to = { call: `GET api.internal/part-${pair}`, file, line: 11, column: 3, function: "getPart" };
  const finding: FindingDocument = {
    kind: "serial",
    calls: [from, to],
    startTogether: [[0, 1]],
    after: [],
    edges: [{ from: 0, to: 1, pair, needless: true }],
    place: from,
    code: [],
    example: { traceId: "none", saved: { low: 90, high: 90 } },
  };
  return [
    { ...at, kind: "finding", key: fingerprint, body: JSON.stringify(finding) },
    { ...at, kind: "pair", key: pair, body: JSON.stringify({ from, to }) },
  ];
}
