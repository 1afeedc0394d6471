import { randomBytes } from "node:crypto";
import type {
  Batch,
  CounterRow,
  Document,
  HitRow,
  RequestRow,
  StoredTrace,
} from "../../packages/collector/src/store/port.ts";
import { HOUR_MS } from "../../packages/collector/src/store/day.ts";
import { Chance } from "./chance.ts";
import { findingDocument, NEED, PROOF, SHOP, type ShopRoute, shopRoutes } from "./shop.ts";

export interface Traffic {
  readonly requests: number;
  readonly routes: number;
  /** Moments since the Unix epoch, in milliseconds; requests come evenly between them, oldest first. */
  readonly from: number;
  readonly to: number;
}

/** Requests written as one: what a busy collector gathers in a quarter of a second. */
export const BATCH = 25_000;
/** A deploy in the middle of the traffic. */
const VERSIONS = ["a07b2", "3f9c1e2"] as const;
/** Requests of a route and version kept whole before the store chooses; about what its retention leaves. */
const EXEMPLARS = 8;
/** One request in so many fails. */
const ERRORS = 200;

/** The traffic in the batches a collector would write: rows, findings, evidence, documents and exemplars. */
export class ShopTraffic {
  readonly #traffic: Traffic;
  readonly #routes: readonly ShopRoute[];
  readonly #pick: Uint16Array;
  readonly #chance = new Chance(1);
  /** Requests since evidence was last written, per version and route. */
  readonly #unwritten = VERSIONS.map(() => new Map<number, number>());
  readonly #exemplars = VERSIONS.map(() => new Map<number, number>());

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
    this.#routes = shopRoutes(traffic.routes);
    this.#pick = popularity(traffic.routes);
  }

  *batches(): Generator<Batch> {
    const { requests } = this.#traffic;
    let hour = -1;
    for (let first = 0; first < requests; first += BATCH) {
      const last = Math.min(first + BATCH, requests);
      const rows = this.#rows(first, last);
      const end = this.#at(last - 1);
      const isHour = Math.floor(end / HOUR_MS) !== hour || last === requests;
      hour = Math.floor(end / HOUR_MS);
      yield { id: `shop-${first}`, ...rows, ...(isHour ? this.#evidence(end) : { counters: [], documents: [] }) };
    }
  }

  #at(index: number): number {
    const { from, to, requests } = this.#traffic;
    return from + Math.floor((index / requests) * (to - from));
  }

  #rows(first: number, last: number): Pick<Batch, "requests" | "hits" | "traces"> {
    const requests: RequestRow[] = [];
    const hits: HitRow[] = [];
    const traces: StoredTrace[] = [];
    const ids = randomBytes((last - first) * 24).toString("hex");
    for (let index = first; index < last; index += 1) {
      const at = (index - first) * 48;
      const traceId = ids.slice(at, at + 32);
      this.#request(index, { traceId, spanId: ids.slice(at + 32, at + 48) }, { requests, hits, traces });
    }
    return { requests, hits, traces };
  }

  #request(
    index: number,
    ids: { readonly traceId: string; readonly spanId: string },
    into: { readonly requests: RequestRow[]; readonly hits: HitRow[]; readonly traces: StoredTrace[] },
  ): void {
    const chance = this.#chance;
    const number = this.#pick[chance.below(this.#pick.length)] ?? 0;
    const route = this.#routes[number];
    if (route === undefined) throw new Error(`there is no route ${number}`);
    const half = index < this.#traffic.requests / 2 ? 0 : 1;
    // The sum of three even spreads is near enough to a bell; its power makes the long tail of durations.
    const duration = Math.round(route.median * 2 ** ((chance.next() + chance.next() + chance.next() - 1.5) ** 3));
    const { routeKey, method, route: path } = route;
    const row = { ...SHOP, ts: this.#at(index), version: VERSIONS[half] ?? "", routeKey, sign: 1 } as const;
    const shown = route.findings.filter((finding) => chance.next() < finding.shown);
    let saved = 0;
    for (const { fingerprint, share } of shown) {
      const savedLow = Math.round(duration * share);
      into.hits.push({ ...row, fingerprint, duration, savedLow, savedHigh: Math.round(savedLow * 1.06) });
      saved += savedLow;
    }
    const savedHigh = Math.round(saved * 1.06);
    const error = chance.below(ERRORS) === 0;
    into.requests.push({
      ...row,
      method,
      route: path,
      ...ids,
      duration,
      savedLow: saved,
      savedHigh,
      status: error ? 500 : 200,
      error,
      spans: 1 + 2 * route.sites.length,
      findings: shown.length,
    });
    count(this.#unwritten[half], number);
    if (count(this.#exemplars[half], number) > EXEMPLARS) return;
    const fingerprints = shown.map(({ fingerprint }) => fingerprint);
    const { sign: _sign, ...of } = row;
    into.traces.push({ ...of, ...ids, duration, saved, fingerprints, view: route.view, spans: route.view });
  }

  /** Counts of all pairs and shapes since they were last written, and what their keys stand for. */
  #evidence(ts: number): Pick<Batch, "counters" | "documents"> {
    const counters: CounterRow[] = [];
    const documents: Document[] = [];
    for (const [half, counts] of this.#unwritten.entries()) {
      for (const [number, requests] of counts) {
        const route = this.#routes[number];
        if (route === undefined) continue;
        const of = { ...SHOP, ts, version: VERSIONS[half] ?? "", routeKey: route.routeKey } as const;
        counters.push({ ...of, sign: 1, kind: "shape", key: route.shape, field: "requests", count: requests });
        for (const [at, [, , key]] of route.pairs.entries()) {
          const fields = route.findings.some(({ pair }) => pair === at) || at % 2 === 0 ? PROOF : NEED;
          for (const field of fields) counters.push({ ...of, sign: 1, kind: "pair", key, field, count: requests });
        }
        documents.push(...documentsOf(route, of));
      }
      counts.clear();
    }
    return { counters, documents };
  }
}

function documentsOf(route: ShopRoute, of: Omit<Document, "kind" | "key" | "body">): readonly Document[] {
  const document = (kind: Document["kind"], key: string, body: unknown): Document => ({
    ...of,
    kind,
    key,
    body: JSON.stringify(body),
  });
  return [
    document("shape", route.shape, { calls: route.sites.map(({ call }) => call) }),
    ...route.pairs.map(([from, to, key]) => document("pair", key, { from: route.sites[from], to: route.sites[to] })),
    ...route.findings.map((finding) => document("finding", finding.fingerprint, findingDocument(route, finding))),
  ];
}

/** Numbers of routes, the popular ones often: the n-th of them as often as 1 / (n + 20). */
function popularity(routes: number): Uint16Array {
  const weights = Array.from({ length: routes }, (_all, index) => 1 / (index + 20));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const numbers = weights.flatMap((weight, index) =>
    Array<number>(Math.max(1, Math.round((weight / total) * 65_536))).fill(index),
  );
  return Uint16Array.from(numbers);
}

function count(counts: Map<number, number> | undefined, key: number): number {
  const next = (counts?.get(key) ?? 0) + 1;
  counts?.set(key, next);
  return next;
}
