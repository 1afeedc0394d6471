import { createHash } from "node:crypto";
import type { FindingDocument, PairDocument, ShapeDocument, Span, TraceView } from "@weir/core";
import { HOUR_MS, MINUTE_MS } from "../../store/day.ts";
import type { CounterRow, HitRow, RequestRow, Store, StoredTrace } from "../../store/port.ts";
import { batch, counter, document, hexId, hit, NOON, request, trace } from "../../store/testing.ts";
import { packSpans, packView } from "../traces/trace-bytes.ts";

/** What one seeded kind of request is. */
export interface SeedRoute {
  readonly routeKey: string;
  readonly requests: number;
  readonly service?: string;
  readonly env?: string;
  readonly version?: string;
  /** Milliseconds. */
  readonly duration?: number;
  /** Milliseconds that could be saved, of every request that has the finding. */
  readonly saved?: number;
  readonly fingerprint?: string;
  /** Time of the first request; the others follow a second apart. */
  readonly at?: number;
  /** Why the finding has no patch; it has one otherwise. */
  readonly withheld?: string;
  /** Evidence of the pair of the route's two calls. */
  readonly pair?: "independent" | "data" | "unknown";
}

/** Evidence that source and lineage agree on: B waits for A and uses nothing of it. */
const INDEPENDENT = [
  "seen",
  "waits|lineage",
  "relation|independent",
  "source|absent|source.unused|",
  "order|absent|order.reads|",
  "pace|absent|pace.single|",
];
const DATA = [
  "seen",
  "waits|lineage",
  "relation|data",
  'source|present|source.argument|{"line":14}',
  "order|absent|order.reads|",
  "pace|absent|pace.single|",
];
const UNKNOWN = ["seen", "waits|unknown", "source|unobserved|source.unavailable|", "order|absent|order.reads|"];
const FIELDS = { independent: INDEPENDENT, data: DATA, unknown: UNKNOWN } as const;

export const FILE = "src/app/dashboard/page.tsx";

const SITES = [
  { call: "GET api.internal/user", file: FILE, line: 14, column: 16, function: "getUser" },
  { call: "GET api.internal/offers", file: FILE, line: 15, column: 18, function: "getOffers" },
] as const;

let batches = 0;

/** Writes so many requests of a route, with the evidence, documents and exemplars they would leave. */
export async function seed(store: Store, route: SeedRoute): Promise<void> {
  const requests: RequestRow[] = [];
  const hits: HitRow[] = [];
  const counters: CounterRow[] = [];
  const { routeKey, service = "shop", env = "staging", version = "v1", fingerprint, at = NOON - HOUR_MS } = route;
  const app = { routeKey, service, env, version };
  const pair = `pair of ${routeKey}`;
  const evidence = FIELDS[route.pair ?? "independent"];
  for (let index = 0; index < route.requests; index += 1) {
    const row = {
      ...app,
      ts: at + index * 1_000,
      duration: (route.duration ?? 400) * 1_000,
      savedLow: fingerprint === undefined ? 0 : (route.saved ?? 170) * 1_000,
      savedHigh: fingerprint === undefined ? 0 : ((route.saved ?? 170) + 10) * 1_000,
    };
    requests.push(request({ ...row, findings: fingerprint === undefined ? 0 : 1 }));
    if (fingerprint !== undefined) hits.push(hit({ ...row, fingerprint }));
    counters.push(counter({ ...app, ts: row.ts, kind: "shape", key: `shape of ${routeKey}`, field: "requests" }));
    for (const field of evidence) counters.push(counter({ ...app, ts: row.ts, key: pair, field }));
  }
  const documents = [
    document({ ...app, ts: at, kind: "pair", key: pair, body: JSON.stringify(pairDocument()) }),
    document({ ...app, ts: at, kind: "shape", key: `shape of ${routeKey}`, body: JSON.stringify(shapeDocument()) }),
    ...(fingerprint === undefined
      ? []
      : [
          document({
            ...app,
            ts: at,
            kind: "finding",
            key: fingerprint,
            body: JSON.stringify(findingDocument(pair, route.withheld)),
          }),
        ]),
  ];
  batches += 1;
  await store.writeBatch(
    batch(`seed-${batches}`, { requests, hits, counters, documents, traces: [exemplar(requests, fingerprint)].flat() }),
  );
}

function pairDocument(): PairDocument {
  return { from: SITES[0], to: SITES[1] };
}

function shapeDocument(): ShapeDocument {
  return { calls: SITES.map(({ call }) => call) };
}

function findingDocument(pair: string, withheld: string | undefined): FindingDocument {
  return {
    kind: "serial",
    calls: SITES,
    startTogether: [[0, 1]],
    after: [],
    edges: [{ from: 0, to: 1, pair, needless: true }],
    place: SITES[0],
    code: [{ file: FILE, firstLine: 13, lines: ["{", "await getUser();"], marks: [{ line: 14, call: 0 }] }],
    ...(withheld === undefined ? { patch: "--- a\n+++ b\n", notes: ["note.runs-anyway"] } : { withheld }),
    example: { traceId: hexId(1, 32), saved: { low: 170, high: 180 } },
  };
}

/** The trace of the first request. Its id tells routes, versions and environments apart. */
function exemplar([first]: readonly RequestRow[], fingerprint: string | undefined): readonly StoredTrace[] {
  if (first === undefined) return [];
  const { service, env, version, routeKey, ts, duration } = first;
  const traceId = traceIdOf(routeKey, version, env);
  const view = traceView(first, traceId);
  return [
    trace({
      service,
      env,
      version,
      routeKey,
      ts,
      duration,
      traceId,
      saved: first.savedLow,
      fingerprints: fingerprint === undefined ? [] : [fingerprint],
      view: packView(view),
      spans: packSpans(spansOf(view, ts)),
    }),
  ];
}

export function traceIdOf(routeKey: string, version = "v1", env = "staging"): string {
  return createHash("sha256").update(`${routeKey} ${version} ${env}`).digest("hex").slice(0, 32);
}

function traceView(
  { service, env, version, routeKey, method, route, ts, duration }: RequestRow,
  traceId: string,
): TraceView {
  const call = (index: 0 | 1, start: number, end: number) => ({
    index,
    call: SITES[index].call,
    kind: "http",
    start,
    headers: start + 1.5,
    end,
    site: SITES[index],
    frames: [SITES[index]],
    owner: { kind: "render", name: route },
    outcome: "ok",
    status: 200,
    cached: false,
    background: false,
    exact: true,
    possible: { low: 12, high: 13 },
  });
  return {
    schemaVersion: 1,
    traceId,
    spanId: hexId(1, 16),
    service,
    env,
    version,
    framework: "next",
    method,
    route,
    routeKey,
    status: 200,
    startedAt: new Date(ts).toISOString(),
    duration: duration / 1_000,
    calls: [call(0, 12, 183), call(1, 184, 290)],
    edges: [],
    criticalPath: [
      { start: 0, end: 12 },
      { call: 0, start: 12, end: 183 },
    ],
    whatIf: { saved: { low: 170, high: 180 }, duration: { low: 220, high: 230 }, findings: [] },
  };
}

function spansOf({ traceId, spanId, service, env }: TraceView, ts: number): readonly Span[] {
  const resource = { service, env, version: "v1", sdk: "opentelemetry" };
  const common = { traceId, scope: "@weir/agent", status: "unset", links: [], resource } as const;
  return [
    {
      ...common,
      spanId,
      name: "GET /dashboard",
      kind: "server",
      start: ts * 1_000,
      end: (ts + 400) * 1_000,
      attributes: { "http.route": "/dashboard", big: 9_007_199_254_740_993n, list: ["a", 1, true], ratio: 0.5 },
      events: [{ name: "exception", time: ts * 1_000 + 7, attributes: { "exception.type": "Error" } }],
    },
    {
      ...common,
      spanId: hexId(2, 16),
      parentSpanId: spanId,
      parentIsRemote: false,
      name: "GET",
      kind: "client",
      start: ts * 1_000 + 12_000,
      end: ts * 1_000 + 183_000,
      status: "error",
      attributes: {},
      events: [],
    },
  ];
}

/** What most tests look at: a waterfall, its twin, a chain that must not be flagged, too little, and other apps. */
export async function seedShop(store: Store): Promise<void> {
  await seed(store, { routeKey: "GET /dashboard", requests: 40, fingerprint: WATERFALL });
  await seed(store, { routeKey: "GET /cart", requests: 60, fingerprint: SMALLER, saved: 60, duration: 300 });
  await seed(store, { routeKey: "GET /dashboard-fast", requests: 40, duration: 230, pair: "unknown" });
  await seed(store, { routeKey: "GET /order", requests: 40, pair: "data" });
  await seed(store, { routeKey: "GET /reports", requests: 8, fingerprint: RARE });
  await seed(store, { routeKey: "GET /dashboard", env: "production", requests: 5, at: NOON - 30 * MINUTE_MS });
}

export const WATERFALL = "aaaaaaaaaaaaaaa1";
export const SMALLER = "aaaaaaaaaaaaaaa2";
export const RARE = "aaaaaaaaaaaaaaa3";
