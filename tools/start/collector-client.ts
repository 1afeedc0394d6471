import { setTimeout as wait } from "node:timers/promises";
import type {
  Finding,
  FindingDetail,
  Pair,
  Route,
  RouteDetail,
  Status,
  TraceView,
} from "../../packages/core/src/api/types.ts";

const EVERY = 500;
/** The number of analysed requests has to stand still for so long before it counts as final. Milliseconds. */
const STILL = 6000;

/** The public API, as any outsider would ask it. */
export class CollectorClient {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async routes(): Promise<readonly Route[]> {
    return this.#pages<Route>("routes");
  }

  /** Those that lists show; with `all` also candidates and what was resolved or decided. */
  async findings(status?: "all"): Promise<readonly Finding[]> {
    return this.#pages<Finding>("findings", status === undefined ? {} : { status });
  }

  finding(fingerprint: string): Promise<FindingDetail> {
    return this.#get<FindingDetail>(`/api/v1/findings/${fingerprint}`);
  }

  async pairs(service: string, route: string): Promise<readonly Pair[]> {
    const query = new URLSearchParams({ service, route });
    return (await this.#get<{ pairs: readonly Pair[] }>(`/api/v1/pairs?${query}`)).pairs;
  }

  /** What could have been in the middle one of the requests kept of a route; `undefined` where none is kept. */
  async whatIf(service: string, route: string): Promise<TraceView["whatIf"] | undefined> {
    const query = new URLSearchParams({ service });
    const { exemplars } = await this.#get<RouteDetail>(`/api/v1/routes/${encodeURIComponent(route)}?${query}`);
    const kept = await Promise.all(exemplars.map(({ traceId }) => this.#get<TraceView>(`/api/v1/traces/${traceId}`)));
    const sorted = kept.toSorted((one, other) => one.whatIf.saved.low - other.whatIf.saved.low);
    return sorted[Math.floor((sorted.length - 1) / 2)]?.whatIf;
  }

  status(): Promise<Status> {
    return this.#get<Status>("/api/v1/status");
  }

  /** Waits until `requests` have been analysed, or until no more come; resolves to how many there are. */
  async analysed(requests: number, seconds: number): Promise<number> {
    const until = performance.now() + seconds * 1000;
    let seen = -1;
    let since = performance.now();
    for (;;) {
      const { ingest } = await this.status();
      if (ingest.requests !== seen) {
        seen = ingest.requests;
        since = performance.now();
      }
      const now = performance.now();
      const still = now - since >= STILL;
      if (now >= until || still || (seen >= requests && now - since >= EVERY * 3)) return seen;
      await wait(EVERY);
    }
  }

  /** Waits until the fix of a resolved finding has been measured, or until `seconds` have gone by. */
  async measured(fingerprint: string, seconds: number): Promise<FindingDetail> {
    const until = performance.now() + seconds * 1000;
    for (;;) {
      const finding = await this.finding(fingerprint);
      if (finding.gain !== undefined || performance.now() >= until) return finding;
      await wait(EVERY);
    }
  }

  async #pages<T>(name: "routes" | "findings", search: Readonly<Record<string, string>> = {}): Promise<readonly T[]> {
    const all: T[] = [];
    let cursor: string | null | undefined;
    do {
      const query = new URLSearchParams({
        limit: "100",
        ...search,
        ...(cursor === undefined || cursor === null ? {} : { cursor }),
      });
      const page = await this.#get<{ nextCursor?: string | null } & Record<string, T[]>>(`/api/v1/${name}?${query}`);
      all.push(...(page[name] ?? []));
      cursor = page.nextCursor;
    } while (cursor !== undefined && cursor !== null);
    return all;
  }

  /** @throws Error with the collector's own words when it answers anything but 200. */
  async #get<T>(path: string): Promise<T> {
    const response = await fetch(this.#base + path, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
