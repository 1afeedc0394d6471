import { BoundedMap } from "./bounded-map.ts";

/** The first requests of a route are all kept: someone is looking at a fresh app. */
const KEEP_FIRST = 20;
/** Afterwards the newest request is kept at most this often. Milliseconds. */
const NEWEST_EVERY = 10_000;
const MAX_ROUTES = 10_000;

interface Seen {
  count: number;
  best: number;
  worst: number;
  newestAt: number;
}

/**
 * Chooses which requests are written whole. A rough sieve: the store keeps best, median, worst and newest of what
 * passes, and what open findings point to.
 */
export class ExemplarChoice {
  readonly #routes = new BoundedMap<string, Seen>(MAX_ROUTES);

  /** `key` names route and version; `durationMicros` the request's; `at` is milliseconds since the epoch. */
  keep(key: string, durationMicros: number, at: number): boolean {
    const seen = this.#routes.get(key) ?? { count: 0, best: Infinity, worst: -1, newestAt: -Infinity };
    seen.count += 1;
    const extreme = durationMicros < seen.best * 0.98 || durationMicros > seen.worst * 1.02;
    const keep = seen.count <= KEEP_FIRST || extreme || at - seen.newestAt >= NEWEST_EVERY;
    seen.best = Math.min(seen.best, durationMicros);
    seen.worst = Math.max(seen.worst, durationMicros);
    if (keep) seen.newestAt = at;
    this.#routes.set(key, seen);
    return keep;
  }
}
