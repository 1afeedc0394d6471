import type { Deploy } from "@weir/core";
import type { Search } from "../router/search.ts";
import { orderParam, routeOrder } from "../routes/route-order.ts";

/** Rows asked for at a time. */
export const PAGE_ROWS = 200;
/** Rows the API gives at most at a time. */
export const MOST_ROWS = 1_000;

const MINUTE = 60_000;
const RANGES: Readonly<Record<string, number>> = { "1h": 60 * MINUTE, "24h": 1440 * MINUTE, "7d": 10_080 * MINUTE };

export const RANGE_NAMES: readonly string[] = Object.keys(RANGES);
export const DEFAULT_RANGE = "24h";

/**
 * The scope of a page as the API's parameters. `range` becomes a start that moves once a minute (24 h is the API's own
 * default and needs none), so that one question has one address for a while and its answer can be kept.
 */
export function scopeParams(search: Search, now: number): Record<string, string> {
  const span = RANGES[search["range"] ?? DEFAULT_RANGE];
  const moving = span !== undefined && span !== RANGES[DEFAULT_RANGE];
  return present({
    service: search["svc"],
    env: search["env"],
    version: search["ver"],
    from: search["from"] ?? (moving ? new Date(Math.floor((now - span) / MINUTE) * MINUTE).toISOString() : undefined),
    to: search["to"],
  });
}

export function routesAddress(search: Search, now: number, cursor?: string, limit = PAGE_ROWS): string {
  return address("routes", {
    ...scopeParams(search, now),
    ...present({
      method: search["method"],
      q: search["q"],
      tier: search["tier"] ?? (search["show"] === "found" ? "listed" : undefined),
      sort: orderParam(routeOrder(search)),
      limit: String(limit),
      cursor,
    }),
  });
}

/** Trends of some routes of one app over the scope's time. */
export function trendsAddress(
  service: string,
  env: string,
  routes: readonly string[],
  search: Search,
  now: number,
): string {
  const { from, to } = scopeParams(search, now);
  const query = new URLSearchParams(present({ service, env, from, to }));
  for (const key of routes) query.append("route", key);
  return `trends?${query.toString()}`;
}

export function routeAddress(key: string, search: Search, now: number): string {
  return address(`routes/${encodeURIComponent(key)}`, scopeParams(search, now));
}

/** Findings of every state and tier: the inbox sorts them into its tabs. */
export function findingsAddress(search: Search, now: number, cursor?: string): string {
  return address("findings", {
    ...scopeParams(search, now),
    ...present({ status: "all", tier: "all", limit: String(PAGE_ROWS), cursor }),
  });
}

/** Open findings of code that several routes run, as many as the first page has room for. */
export function sharedFindingsAddress(search: Search, now: number): string {
  return address("findings", { ...scopeParams(search, now), minRoutes: "2", limit: "3" });
}

/** Findings of one version, those that anybody may act on. */
export function versionFindingsAddress(service: string, env: string, version: string): string {
  return address("findings", { service, env, version, status: "all", tier: "proven,high", limit: String(MOST_ROWS) });
}

/** Routes that a version was asked for since its deploy, the busiest first; an app's clock may be ahead of ours. */
export function versionRoutesAddress({ service, env, version, firstSeen }: Deploy, now: number): string {
  const from = new Date(Math.min(Date.parse(firstSeen), Math.floor(now / MINUTE - 1) * MINUTE)).toISOString();
  return address("routes", { service, env, version, from, sort: "requests", limit: String(MOST_ROWS) });
}

export function findingAddress(fingerprint: string): string {
  return address(`findings/${encodeURIComponent(fingerprint)}`, {});
}

export function findingStatusAddress(fingerprint: string): string {
  return `${findingAddress(fingerprint)}/status`;
}

export function traceAddress(id: string, format?: "otlp" | "jaeger"): string {
  return address(`traces/${encodeURIComponent(id)}`, present({ format }));
}

export function deploysAddress(search: Search): string {
  return address("deploys", present({ service: search["svc"], env: search["env"] }));
}

/** What people said about calls of a service. */
export function overridesAddress(service: string): string {
  return address("overrides", { service });
}

/** Every serial pair of a route, flagged or not. */
export function pairsAddress(service: string, env: string, route: string): string {
  return address("pairs", { service, env, route });
}

function address(path: string, params: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(params).toString();
  return query === "" ? path : `${path}?${query}`;
}

function present(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) if (value !== undefined && value !== "") found[name] = value;
  return found;
}
