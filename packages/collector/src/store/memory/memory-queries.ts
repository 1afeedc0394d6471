import { checkStep, DAY_MS, floorTo } from "../day.ts";
import { matches } from "../match.ts";
import { byFinding, byFields, byRoute } from "../order.ts";
import type {
  App,
  FindingAggregate,
  FindingQuery,
  HitRow,
  Millis,
  Presence,
  PresenceQuery,
  RequestRow,
  RouteAggregate,
  RouteKey,
  RouteQuery,
  SeriesAggregate,
  VersionAggregate,
  Window,
} from "../port.ts";
import { Groups } from "./memory-groups.ts";
import { type Bucketing, wholeBuckets } from "./memory-window.ts";

export function routesOf(rows: readonly RequestRow[], query: RouteQuery, bucket: Bucketing): readonly RouteAggregate[] {
  const groups = new Groups<RequestRow>();
  const perVersion = query.perVersion === true;
  for (const row of rows) {
    if (bucket(row.ts) === undefined || !matches(query, row)) continue;
    if (query.method !== undefined && query.method !== row.method) continue;
    groups.at([row.service, row.env, row.routeKey, perVersion ? row.version : ""], row).addRequest(row);
  }
  return groups.filled
    .map(({ example, errors, span, sketches }) => ({
      ...keyOf(example),
      method: example.method,
      route: example.route,
      ...(perVersion ? { version: example.version } : {}),
      errors,
      ...span,
      ...sketches,
    }))
    .sort(byRoute);
}

export function seriesOf(
  rows: readonly RequestRow[],
  query: RouteKey & Window & { readonly step: Millis },
  bucket: Bucketing,
): readonly SeriesAggregate[] {
  checkStep(query.step);
  const groups = new Groups<RequestRow & { readonly at: Millis }>();
  for (const row of rows) {
    const moment = bucket(row.ts);
    if (moment === undefined || !matches(query, row)) continue;
    const at = floorTo(moment, query.step);
    const placed = { ...row, at };
    groups.at([at], placed).addRequest(placed);
  }
  return groups.filled
    .map(({ example, requests, errors, sketches }) => ({ at: example.at, requests, errors, ...sketches }))
    .sort(byFields(({ at }) => at));
}

export function findingsOf(
  rows: readonly HitRow[],
  query: FindingQuery,
  bucket: Bucketing,
): readonly FindingAggregate[] {
  return hitGroups(rows, query, bucket)
    .map(({ example, span, sketches }) => ({
      fingerprint: example.fingerprint,
      ...keyOf(example),
      version: example.version,
      ...span,
      ...sketches,
    }))
    .sort(byFinding);
}

export function presenceOf(requests: readonly RequestRow[], hits: readonly HitRow[], query: PresenceQuery): Presence {
  const bucket = wholeBuckets(query, DAY_MS);
  const routes = routesOf(requests, { ...query, perVersion: true }, bucket);
  return {
    routes: routes.map((route) => ({ ...keyOf(route), version: route.version ?? "", ...spanOf(route) })),
    findings: hitGroups(hits, query, bucket)
      .map(({ example, span }) => ({
        fingerprint: example.fingerprint,
        ...keyOf(example),
        version: example.version,
        ...span,
      }))
      .sort(byFinding),
  };
}

export function versionsOf(rows: readonly RequestRow[], query: Partial<App>): readonly VersionAggregate[] {
  const groups = new Groups<RequestRow>();
  for (const row of rows) {
    if (matches(query, row)) groups.at([row.service, row.env, row.version], row).addRequest(row);
  }
  return groups.filled.map(({ example, span }) => ({
    service: example.service,
    env: example.env,
    version: example.version,
    ...span,
  }));
}

function hitGroups(rows: readonly HitRow[], query: Omit<FindingQuery, keyof Window>, bucket: Bucketing) {
  const groups = new Groups<HitRow>();
  for (const row of rows) {
    if (bucket(row.ts) === undefined || !matches(query, row)) continue;
    if (query.fingerprint !== undefined && query.fingerprint !== row.fingerprint) continue;
    groups.at([row.fingerprint, row.service, row.env, row.routeKey, row.version], row).add(row);
  }
  return groups.filled;
}

function keyOf({ service, env, routeKey }: RouteKey): RouteKey {
  return { service, env, routeKey };
}

function spanOf({
  requests,
  firstSeen,
  lastSeen,
}: RouteAggregate): Pick<RouteAggregate, "requests" | "firstSeen" | "lastSeen"> {
  return { requests, firstSeen, lastSeen };
}
