import {
  countOf,
  type Gain,
  isMeasured,
  type Life,
  measureGain,
  mergeSketches,
  quantile,
  type Sketch,
} from "@weir/core";
import type { AssembledFinding } from "../../api/findings/assemble.ts";
import { iso, ms } from "../../api/iso.ts";
import { DAY_MS } from "../../store/day.ts";
import type { RouteAggregate, Store } from "../../store/port.ts";

/** Requests older than this say little about the version that showed it last. Milliseconds. */
const LOOKBACK_MS = 30 * DAY_MS;
/** Fewer requests on either side give no median worth telling. */
const MIN_REQUESTS = 20;
/** Seen in a smaller share of a route's requests, a pattern does not move their median. */
const MIN_SHARE = 0.5;

/**
 * Compares the requests of a route before and after a pattern went away. `undefined` where nothing can be compared:
 * too few requests, or a pattern that only some requests of the route had.
 */
export async function gainOf(store: Store, { facts }: AssembledFinding, now: number): Promise<Gain | undefined> {
  const { service, env, seen, versions, fingerprint } = facts;
  const order = versions.map(({ version }) => version);
  const before = order.findLast((version) => seen.some((one) => one.version === version && one.requests > 0));
  if (before === undefined) return undefined;
  const newer = new Set(order.slice(order.indexOf(before) + 1));
  const [most] = seen.filter(({ version }) => version === before).toSorted((a, b) => b.requests - a.requests);
  if (most === undefined) return undefined;
  const { routeKey } = most;
  const window = { from: now - LOOKBACK_MS, to: now + DAY_MS };
  const [routes, hits] = await Promise.all([
    store.routes({ service, env, routeKey, perVersion: true, ...window }),
    store.findings({ service, env, routeKey, fingerprint, version: before, ...window }),
  ]);
  const old = merged(routes.filter(({ version }) => version === before));
  const fresh = merged(routes.filter(({ version = "" }) => newer.has(version)));
  const counts = { before: countOf(old), after: countOf(fresh) };
  const shown = hits.reduce((sum, { requests }) => sum + requests, 0);
  const after = order.findLast((version) => newer.has(version) && routes.some((one) => one.version === version));
  if (after === undefined || Math.min(counts.before, counts.after) < MIN_REQUESTS) return undefined;
  if (shown < MIN_SHARE * counts.before) return undefined;
  const low = ms(quantile(mergeSketches(hits.map(({ savedLow }) => savedLow)), 0.5));
  const high = ms(quantile(mergeSketches(hits.map(({ savedHigh }) => savedHigh)), 0.5));
  return {
    at: iso(now),
    before,
    after,
    route: routeKey,
    requests: counts,
    predicted: { low, high: Math.max(low, high) },
    measured: measureGain({ before: old, after: fresh }),
  };
}

/** Is it worth measuring again? While a gain is not clear, whenever there are twice as many requests as the last time. */
export function mayKnowMore({ facts, finding }: AssembledFinding, life: Life | undefined): boolean {
  if (finding.status !== "resolved" || life?.status !== "resolved" || isMeasured(life.gain)) return false;
  const order = facts.versions.map(({ version }) => version);
  const last = order.findLastIndex((version) => facts.seen.some((one) => one.version === version && one.requests > 0));
  const newer = facts.traffic.filter(({ version }) => order.indexOf(version) > last);
  const requests = newer.reduce((sum, one) => sum + one.requests, 0);
  return requests >= 2 * (life.gain?.requests.after ?? MIN_REQUESTS / 2);
}

function merged(routes: readonly RouteAggregate[]): Sketch {
  return mergeSketches(routes.map(({ duration }) => duration));
}
