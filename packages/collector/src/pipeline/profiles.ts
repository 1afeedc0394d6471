import type { PairProfile, PairSums, Request } from "@weir/core";
import type { Store } from "../store/port.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { Counts } from "./rows.ts";
import { ScopedMap } from "./scoped-map.ts";

/** Pairs of sites whose evidence is kept in memory; the rest is read from the store again when seen. */
const MAX_PROFILES = 50_000;

const NONE: PairProfile = new Map();

/** A version's route whose evidence was brought into memory. */
interface Loaded {
  readonly ready: Promise<void>;
  at: number;
}

/**
 * Evidence about pairs of sites, merged over requests. The store is the truth; this is what the analysis reads
 * while it runs, loaded the first time a version's route is seen and added to by every request since.
 */
export class Profiles {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #pairs = new ScopedMap<Map<string, number>>(MAX_PROFILES);
  readonly #loaded = new BoundedMap<string, Loaded>(10_000);
  readonly #rereadMs: number;
  #rereading = false;

  /** Where other collectors add to the store too, it is read again after `rereadMs`, one route at a time. */
  constructor(store: Store, clock: () => number, rereadMs: number = Infinity) {
    this.#store = store;
    this.#clock = clock;
    this.#rereadMs = rereadMs;
  }

  /** Brings what earlier runs and other collectors have counted for this route and version into memory. */
  load(request: Request, routeKey: string): Promise<void> {
    const { service, env, version = "" } = request;
    const key = [service, env, version, routeKey].join("\u0000");
    const read = (): Promise<void> => this.#read({ service, env, version, routeKey }, scopeOf(request));
    const loaded = this.#loaded.get(key);
    if (loaded !== undefined) {
      void this.#reread(loaded, read);
      return loaded.ready;
    }
    const ready = read();
    this.#loaded.set(key, { ready, at: this.#clock() });
    ready.catch(() => this.#loaded.delete(key));
    return ready;
  }

  /** Beside the analysis, which goes on with what is known. */
  async #reread(loaded: Loaded, read: () => Promise<void>): Promise<void> {
    if (this.#rereading || this.#clock() - loaded.at < this.#rereadMs) return;
    this.#rereading = true;
    loaded.at = this.#clock();
    try {
      await read();
    } catch {
      // A store that is away is told of by the writes; what is known stays.
    } finally {
      this.#rereading = false;
    }
  }

  /** What is known of the pairs of this request's version. */
  of(request: Request): (pair: string) => PairProfile {
    const known = this.#pairs.reader(scopeOf(request));
    return (pair) => known(pair) ?? NONE;
  }

  add(request: Request, sums: PairSums): void {
    const scope = scopeOf(request);
    sums.forEach((fields, key) => this.#merge(scope, key, fields, 1));
  }

  takeBack(counts: readonly Counts[]): void {
    for (const one of counts) {
      const scope = scopeOf(one);
      for (const [key, fields] of one.sums) this.#merge(scope, key, fields, -1);
    }
  }

  async #read(app: { service: string; env: string; version: string; routeKey: string }, scope: string): Promise<void> {
    const rows = await this.#store.counters({ kind: "pair", ...app, from: 0, to: this.#clock() + 86_400_000 });
    for (const row of rows) {
      const known = this.#pairs.get(scope, row.key);
      if (known === undefined) this.#merge(scope, row.key, row.fields, 1);
      // What was read lacks what is on its way to the store, what is here lacks what others counted. Neither counts
      // anything twice, so the larger one is nearer the truth.
      else for (const [field, count] of row.fields) if ((known.get(field) ?? 0) < count) known.set(field, count);
    }
  }

  /** A hundred counts per request: `forEach` makes no object of each, as going through the entries does. */
  #merge(scope: string, key: string, added: PairProfile, sign: 1 | -1): void {
    const known = this.#pairs.get(scope, key);
    const profile = known ?? new Map<string, number>();
    if (known === undefined) this.#pairs.set(scope, key, profile);
    added.forEach((count, field) => profile.set(field, (profile.get(field) ?? 0) + sign * count));
  }
}

/** Evidence expires with the deploy: profiles of two versions never mix. */
function scopeOf({ service, env, version = "" }: Pick<Request, "service" | "env" | "version">): string {
  return `${service}\u0000${env}\u0000${version}`;
}
