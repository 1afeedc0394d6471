import type { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import type { RequestRow } from "../../packages/collector/src/store/port.ts";

const APP = { service: "web-shop", env: "staging" } as const;
const ROUTES = 300;
const VERSIONS = ["a07b2", "3f9c1e2"];
const DAYS = 6;
const DAY = 86_400_000;
/** Requests written as one. */
const BATCH = 25_000;

/** Fills a store with requests of some days before `now`; `say` hears how many there are. */
export async function storeRequests(
  store: SqliteStore,
  count: number,
  now: number,
  say: (stored: number) => void,
): Promise<void> {
  for (let first = 0; first < count; first += BATCH) {
    const requests = Array.from({ length: Math.min(BATCH, count - first) }, (_all, index) =>
      requestAt(first + index, now - Math.floor(((count - first - index) / count) * DAYS * DAY)),
    );
    await store.writeBatch({ id: `bench-${first}`, requests, hits: [], counters: [], documents: [], traces: [] });
    say(first + requests.length);
  }
}

function requestAt(index: number, ts: number): RequestRow {
  const route = `/section-${index % 17}/page-${index % ROUTES}`;
  // A spread of durations without randomness: each run stores the same.
  const duration = 40_000 + ((index * 7919) % 600_000);
  return {
    ...APP,
    ts,
    version: VERSIONS[ts % 2] ?? "",
    routeKey: `GET ${route}`,
    sign: 1,
    method: "GET",
    route,
    traceId: (index + 1).toString(16).padStart(32, "0"),
    spanId: (index + 1).toString(16).padStart(16, "0"),
    duration,
    savedLow: index % 5 === 0 ? 30_000 : 0,
    savedHigh: index % 5 === 0 ? 34_000 : 0,
    status: 200,
    error: false,
    spans: 6,
    findings: 0,
  };
}
