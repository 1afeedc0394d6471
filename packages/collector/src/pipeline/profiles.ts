import type { PairProfile, Request } from "@weir/core";
import type { CounterRow, Store } from "../store/port.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { PairSums } from "./rows.ts";

/** Pairs of sites whose evidence is kept in memory; the rest is read from the store again when seen. */
const MAX_PROFILES = 50_000;

const NONE: PairProfile = new Map();

/**
 * Evidence about pairs of sites, merged over requests. The store is the truth; this is what the analysis reads
 * while it runs, loaded the first time a version's route is seen and added to by every request since.
 */
export class Profiles {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #pairs = new BoundedMap<string, Map<string, number>>(MAX_PROFILES);
  readonly #loaded = new BoundedMap<string, Promise<void>>(10_000);

  constructor(store: Store, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Brings what earlier runs and other collectors have counted for this route and version into memory, once. */
  load(request: Request, routeKey: string): Promise<void> {
    const { service, env, version = "" } = request;
    const key = [service, env, version, routeKey].join("\u0000");
    const loading = this.#loaded.get(key);
    if (loading !== undefined) return loading;
    const started = this.#read({ service, env, version, routeKey }, scopeOf(request));
    this.#loaded.set(key, started);
    started.catch(() => this.#loaded.delete(key));
    return started;
  }

  of(request: Request, pair: string): PairProfile {
    return this.#pairs.get(scopeOf(request) + pair) ?? NONE;
  }

  add(request: Request, sums: PairSums): void {
    const scope = scopeOf(request);
    for (const [key, fields] of sums) this.#merge(scope + key, fields, 1);
  }

  takeBack(counters: readonly CounterRow[]): void {
    for (const row of counters) {
      if (row.kind === "pair") this.#merge(scopeOf(row) + row.key, [[row.field, row.count * row.sign]], -1);
    }
  }

  async #read(app: { service: string; env: string; version: string; routeKey: string }, scope: string): Promise<void> {
    const rows = await this.#store.counters({ kind: "pair", ...app, from: 0, to: this.#clock() + 86_400_000 });
    for (const row of rows) {
      const key = scope + row.key;
      if (this.#pairs.get(key) === undefined) this.#merge(key, row.fields, 1);
    }
  }

  #merge(key: string, added: Iterable<readonly [field: string, count: number]>, sign: 1 | -1): void {
    let profile = this.#pairs.get(key);
    if (profile === undefined) {
      profile = new Map();
      this.#pairs.set(key, profile);
    }
    for (const [field, count] of added) profile.set(field, (profile.get(field) ?? 0) + sign * count);
  }
}

/** Evidence expires with the deploy: profiles of two versions never mix. */
function scopeOf({ service, env, version = "" }: Pick<Request, "service" | "env" | "version">): string {
  return `${service}\u0000${env}\u0000${version}\u0000`;
}
