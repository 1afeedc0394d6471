import type { CallView, Edge, FindingDocument, Site, TraceView } from "../../packages/core/src/index.ts";
import { packView } from "../../packages/collector/src/api/traces/trace-bytes.ts";
import type {
  Batch,
  CounterRow,
  Document,
  HitRow,
  RequestRow,
  StoredTrace,
} from "../../packages/collector/src/store/port.ts";

/** Names somebody hostile could give a route or a call: markup, a bidirectional override, and ten thousand letters. */
export const HOSTILE = `<img src=x onerror="document.title='owned'">\u202Egnp.exe`;
export const LONG_CALL = `GET api.internal/${HOSTILE}/${"x".repeat(10_000)}`;

export const FINGERPRINT = "9f2c00aa11bb22cc";
export const TRACE = "7b1c1e5f8a9b4c3d2e1f0a9b8c7d6e5f";
export const LONG_TRACE = "10000000000000000000000000000001";
export const HOSTILE_TRACE = "20000000000000000000000000000002";
export const FILLER_ROUTES = 10_000;
export const LONG_TRACE_CALLS = 2_000;

const APP = { service: "web-shop", env: "staging", version: "3f9c1e2" } as const;
const FILE = "app/dashboard/page.tsx";
/** Requests of the route with the finding. */
const REQUESTS = 60;
/** Milliseconds as microseconds. */
const ms = (millis: number): number => Math.round(millis * 1000);

function site(call: string, line: number, name: string): Site {
  return { call, file: FILE, line, column: 18, function: name };
}

const CALLS: readonly [string, string, number, number, number, number][] = [
  ["GET api.internal/user", "getUser", 14, 12, 183, 12],
  ["GET api.internal/offers", "getOffers", 15, 184, 290, 12],
  ["GET api.internal/inbox", "getInbox", 16, 291, 366, 13],
  ["GET api.internal/orders/{id}", "getOrders", 17, 367, 400, 184],
];

function callView(
  index: number,
  name: string,
  fn: string,
  line: number,
  start: number,
  end: number,
  possible: number,
): CallView {
  const place = site(name, line, fn);
  return {
    index,
    call: name,
    kind: "http",
    start,
    headers: start + (end - start) * 0.8,
    end,
    site: place,
    frames: [place],
    owner: { kind: "render", name: "/dashboard" },
    outcome: "ok",
    status: 200,
    cached: false,
    background: false,
    exact: true,
    possible: { low: possible, high: Math.min(start, possible + 8) },
  };
}

const unseen = (reason: string) => ({ state: "unobserved", reason }) as const;
const absent = (reason: string) => ({ state: "absent", reason }) as const;

function edge(from: number, to: number, verdict: Edge["verdict"]): Edge {
  const isFree = verdict === "independent";
  return {
    from,
    to,
    verdict,
    tier: isFree ? "proven" : "unknown",
    channels: {
      data: isFree
        ? absent("data.unused-in-source")
        : { state: "present", reason: "data.value-in-later", detail: { slot: "path[1]", path: "user.id" } },
      control: isFree ? absent("control.no-guard-in-source") : unseen("control.no-failure-seen"),
      order: absent("order.both-read"),
      pace: absent("pace.different-calls"),
      source: isFree ? { ...absent("source.unused-before"), detail: { line: 14 } } : unseen("source.unavailable"),
    },
  };
}

function view(
  traceId: string,
  startedAt: number,
  calls: readonly CallView[],
  edges: readonly Edge[],
  more: Partial<TraceView>,
): TraceView {
  const duration = Math.max(...calls.map((call) => call.end)) + 12;
  return {
    schemaVersion: 1,
    traceId,
    spanId: "00f067aa0ba902b7",
    ...APP,
    framework: "next",
    method: "GET",
    route: "/dashboard",
    routeKey: "GET /dashboard",
    status: 200,
    startedAt: new Date(startedAt).toISOString(),
    duration,
    calls,
    edges,
    criticalPath: calls.map((call) => ({ call: call.index, start: call.start, end: call.end })),
    whatIf: { saved: { low: 0, high: 0 }, duration: { low: duration, high: duration }, findings: [] },
    ...more,
  };
}

function traces(now: number): readonly StoredTrace[] {
  const shop = CALLS.map(([name, fn, line, start, end, possible], index) =>
    callView(index, name, fn, line, start, end, possible),
  );
  const found = view(
    TRACE,
    now,
    shop,
    [edge(0, 1, "independent"), edge(1, 2, "independent"), edge(0, 3, "data"), edge(2, 3, "independent")],
    {
      whatIf: {
        saved: { low: 171, high: 181 },
        duration: { low: 231, high: 241 },
        findings: [{ fingerprint: FINGERPRINT, kind: "serial", calls: [0, 1, 2], saved: { low: 171, high: 181 } }],
      },
    },
  );
  const many = Array.from({ length: LONG_TRACE_CALLS }, (_all, index) =>
    callView(
      index,
      `GET api.internal/item-${index % 90}/{id}`,
      `get${index % 40}`,
      1 + (index % 200),
      index * 2,
      index * 2 + 1.6,
      index % 5 === 0 ? index : index * 2,
    ),
  );
  const long = view(
    LONG_TRACE,
    now,
    many,
    many.slice(1).map((call) => edge(call.index - 1, call.index, call.index % 2 === 0 ? "data" : "independent")),
    {
      route: "/export",
      routeKey: "GET /export",
      // The page of a queued job, say: the request that asked for it is another trace.
      links: [TRACE],
    },
  );
  const hostile = view(HOSTILE_TRACE, now, [callView(0, LONG_CALL, "a".repeat(500), 9, 1, 4, 1)], [], {
    route: `/${HOSTILE}`,
    routeKey: `GET /${HOSTILE}`,
  });
  return [found, long, hostile].map((one) => ({
    ...APP,
    routeKey: one.routeKey,
    ts: now,
    traceId: one.traceId,
    spanId: one.spanId,
    duration: ms(one.duration),
    saved: ms(one.whatIf.saved.low),
    fingerprints: one === found ? [FINGERPRINT] : [],
    view: packView(one),
  }));
}

function request(now: number, index: number, route: string, duration: number, saved: number): RequestRow {
  return {
    ...APP,
    // Those with a finding over some hours, so that there is a trend to see.
    ts: now - (saved > 0 ? index * 5 : index % 50) * 60_000,
    routeKey: `GET ${route}`,
    sign: 1,
    method: "GET",
    route,
    traceId: (index + 1).toString(16).padStart(32, "a"),
    spanId: (index + 1).toString(16).padStart(16, "b"),
    duration: ms(duration),
    savedLow: ms(saved),
    savedHigh: ms(saved * 1.06),
    status: 200,
    error: false,
    spans: 6,
    findings: saved > 0 ? 1 : 0,
  };
}

/** Evidence under which the source proves that the later call needs nothing of the earlier one. */
export const PROOF: readonly string[] = [
  "seen",
  "waits|lineage",
  "relation|independent",
  'source|absent|source.unused-before|{"line":14}',
  "order|absent|order.both-read|",
  "pace|absent|pace.different-calls|",
];

/** A call that looks like a write, right after one that was read. */
const SEARCH = site("POST api.internal/search", 18, "search");
const WRITES = [
  "seen",
  "waits|lineage",
  "relation|independent",
  'source|absent|source.unused-before|{"line":14}',
  "order|present|order.later-writes|",
  "pace|absent|pace.different-calls|",
];

function documents(now: number): readonly Document[] {
  const sites = CALLS.slice(0, 3).map(([name, fn, line]) => site(name, line, fn));
  const finding: FindingDocument = {
    kind: "serial",
    calls: sites,
    startTogether: [[0, 1, 2]],
    after: [],
    edges: [
      { from: 0, to: 1, pair: "p01", needless: true },
      { from: 1, to: 2, pair: "p12", needless: true },
    ],
    place: { ...site("GET api.internal/user", 14, "Dashboard") },
    code: [
      {
        file: FILE,
        firstLine: 13,
        lines: [
          "export default async function Dashboard() {",
          "  const user = await getUser();",
          "  const offers = await getOffers(); // <script>alert(1)</script>",
          "  const inbox = await getInbox();",
          "  const orders = await getOrders(user.id);",
        ],
        marks: [14, 15, 16].map((line, call) => ({ line, call })),
      },
    ],
    patch: `--- a/${FILE}\n+++ b/${FILE}\n@@ -14,3 +14,3 @@\n-  const user = await getUser();\n+  const userPromise = getUser();\n`,
    example: { traceId: TRACE, saved: { low: 171, high: 181 } },
  };
  const document = { ...APP, routeKey: "GET /dashboard", ts: now } as const;
  const pairs = [
    ["p01", 0, 1],
    ["p12", 1, 2],
  ] as const;
  return [
    { ...document, kind: "finding", key: FINGERPRINT, body: JSON.stringify(finding) },
    { ...document, kind: "shape", key: "shape", body: JSON.stringify({ calls: CALLS.map(([name]) => name) }) },
    { ...document, kind: "pair", key: "p0s", body: JSON.stringify({ from: sites[0], to: SEARCH }) },
    ...pairs.map(([key, from, to]): Document => ({
      ...document,
      kind: "pair",
      key,
      body: JSON.stringify({ from: sites[from], to: sites[to] }),
    })),
  ];
}

/**
 * What a collector of a busy staging server would hold: one route with a proven finding, a hostile one, a trace of
 * 2,000 calls, and ten thousand routes besides. `now` in ms since the Unix epoch.
 */
export function dashboardBatch(now: number): Batch {
  const found = Array.from({ length: REQUESTS }, (_all, index) =>
    request(now, index, "/dashboard", 404 + (index % 17), 171),
  );
  const fillers = Array.from({ length: FILLER_ROUTES }, (_all, index) =>
    request(
      now,
      REQUESTS + index,
      `/section-${index % 97}/page-${String(index).padStart(5, "0")}/[slug]`,
      40 + ((index * 7919) % 600),
      0,
    ),
  );
  const hits: HitRow[] = found.map(({ duration, savedLow, savedHigh, ...row }) => ({
    ts: row.ts,
    ...APP,
    routeKey: row.routeKey,
    sign: 1,
    fingerprint: FINGERPRINT,
    duration,
    savedLow,
    savedHigh,
  }));
  const counter = { ...APP, ts: now, routeKey: "GET /dashboard", sign: 1 } as const;
  const counters: CounterRow[] = [
    { ...counter, kind: "shape", key: "shape", field: "requests", count: REQUESTS },
    ...WRITES.map((field): CounterRow => ({ ...counter, kind: "pair", key: "p0s", field, count: REQUESTS })),
    ...["p01", "p12"].flatMap((key) =>
      PROOF.map((field): CounterRow => ({ ...counter, kind: "pair", key, field, count: REQUESTS })),
    ),
  ];
  const odd = [request(now, 50_000, "/export", 4000, 0), request(now, 50_001, `/${HOSTILE}`, 9, 0)];
  return {
    id: "dashboard-test-1",
    requests: [...found, ...fillers, ...odd],
    hits,
    counters,
    documents: documents(now),
    traces: traces(now),
  };
}
