import { checkStep, floorTo, HOUR_MS, MINUTE_MS } from "../day.ts";
import { matches } from "../match.ts";
import { byFinding, byFields, byRoute } from "../order.ts";
import type { FindingAggregate, FindingQuery, Millis, RouteAggregate, RouteKey, RouteQuery, Window } from "../port.ts";
import { Aggregate, type EncodedSums } from "./aggregate.ts";
import type { RouteTexts } from "./dictionary.ts";
import type { ReadFile } from "./read-file.ts";
import { coverWindow, type Segment, type Sources } from "./segments.ts";

type Encoded<T> = Omit<T, keyof EncodedSums> & EncodedSums;

export type EncodedRoute = Encoded<RouteAggregate>;
export type EncodedFinding = Encoded<FindingAggregate>;
export type EncodedPoint = EncodedSums & { readonly at: Millis };

/** Columns of a rollup table that are added up, in the order `Aggregate` takes them. */
const SUMS = "m.n, m.errors, m.first, m.last, m.duration, m.saved_low, m.saved_high";

export function routesOf(sources: Sources, query: RouteQuery): readonly EncodedRoute[] {
  const perVersion = query.perVersion === true;
  const groups = new Groups<RouteTexts & { readonly version?: string }>();
  for (const segment of coverWindow(sources, query)) {
    const { file } = segment;
    const wanted = wantedRoutes(file, query);
    for (const [row, route] of routeRows(segment, wanted, query.routeKey !== undefined)) {
      const version = perVersion || query.version !== undefined ? file.text(row[2]) : "";
      if (query.version !== undefined && query.version !== version) continue;
      const key = [route.service, route.env, route.routeKey, perVersion ? version : ""];
      groups.at(key, () => (perVersion ? { ...route, version } : route)).add(row, 3, file.name);
    }
  }
  return groups
    .filled(({ service, env, routeKey, method, route, version }) => ({
      service,
      env,
      routeKey,
      method: method ?? "",
      route: route ?? "",
      ...(version === undefined ? {} : { version }),
    }))
    .sort(byRoute);
}

export function seriesOf(
  sources: Sources,
  query: RouteKey & Window & { readonly step: Millis },
): readonly EncodedPoint[] {
  checkStep(query.step);
  const groups = new Groups<{ readonly at: Millis }>();
  for (const segment of coverWindow(sources, query)) {
    const fine =
      query.step % HOUR_MS === 0 || segment.file === sources.main ? segment : { ...segment, tier: "minutes" as const };
    for (const [row] of routeRows(fine, wantedRoutes(segment.file, query), true)) {
      const at = floorTo(Number(row[0]), query.step);
      groups.at([String(at)], () => ({ at })).add(row, 3, segment.file.name);
    }
  }
  return groups.filled(({ at }) => ({ at })).sort(byFields(({ at }) => at));
}

export function findingsOf(sources: Sources, query: FindingQuery): readonly EncodedFinding[] {
  const groups = new Groups<RouteKey & { readonly version: string; readonly fingerprint: string }>();
  for (const segment of coverWindow(sources, query)) {
    const { file } = segment;
    const wanted = wantedRoutes(file, query);
    for (const row of findingRows(segment, query.fingerprint)) {
      const route = wanted.get(Number(row[2]));
      const version = file.text(row[3]);
      if (route === undefined || (query.version !== undefined && query.version !== version)) continue;
      const fingerprint = file.text(row[1]);
      const { service, env, routeKey } = route;
      const key = [fingerprint, service, env, routeKey, version];
      groups.at(key, () => ({ fingerprint, service, env, routeKey, version })).add(row, 4, file.name);
    }
  }
  return groups.filled((group) => group).sort(byFinding);
}

/** Routes of the file that the query asks for, by their number there. */
export function wantedRoutes(
  file: ReadFile,
  query: Parameters<typeof matches>[0] & { readonly method?: string },
): ReadonlyMap<number, Required<RouteTexts>> {
  const { version: _, ...place } = query;
  const wanted = [...file.routes()].filter(
    ([, route]) => matches(place, route) && (query.method === undefined || query.method === route.method),
  );
  return new Map(wanted);
}

/** Rows as (bucket, route, version, sums); one route is sought bucket by bucket, many are scanned. */
function* routeRows(
  { file, tier, from, to }: Segment,
  wanted: ReadonlyMap<number, Required<RouteTexts>>,
  seek: boolean,
): Generator<readonly [readonly unknown[], Required<RouteTexts>]> {
  const columns = `m.bucket, m.route, m.version, ${SUMS}`;
  const table = tier === "hours" ? "route_hours" : "route_minutes";
  if (!seek) {
    const sql = `SELECT ${columns} FROM ${table} m WHERE m.bucket >= ? AND m.bucket < ?`;
    for (const row of file.each(sql, from, to)) {
      const route = wanted.get(Number(row[1]));
      if (route !== undefined) yield [row, route];
    }
    return;
  }
  const sql = `${bucketsOf(tier)} SELECT ${columns} FROM buckets b CROSS JOIN ${table} m
    ON m.bucket = b.at WHERE m.route = ?`;
  for (const [id, route] of wanted) for (const row of file.all(sql, from, to, id)) yield [row, route];
}

/** Rows as (bucket, finding, route, version, sums). */
function findingRows(
  { file, tier, from, to }: Segment,
  fingerprint: string | undefined,
): readonly (readonly unknown[])[] {
  const columns = `m.bucket, m.finding, m.route, m.version, ${SUMS}`;
  const table = tier === "hours" ? "finding_hours" : "finding_minutes";
  if (fingerprint === undefined) {
    return file.all(`SELECT ${columns} FROM ${table} m WHERE m.bucket >= ? AND m.bucket < ?`, from, to);
  }
  const id = file.textId(fingerprint);
  if (id === undefined) return [];
  const sql = `${bucketsOf(tier)} SELECT ${columns} FROM buckets b CROSS JOIN ${table} m
    ON m.bucket = b.at WHERE m.finding = ?`;
  return file.all(sql, from, to, id);
}

/** Every bucket of a segment, so that a primary key starting with the bucket can be sought. */
function bucketsOf(tier: Segment["tier"]): string {
  const step = tier === "hours" ? HOUR_MS : MINUTE_MS;
  return `WITH RECURSIVE buckets (at) AS (SELECT ?1 WHERE ?1 < ?2 UNION ALL SELECT at + ${step} FROM buckets WHERE at + ${step} < ?2)`;
}

class Groups<Head> {
  readonly #groups = new Map<string, { readonly head: Head; readonly sum: Aggregate }>();

  at(key: readonly string[], head: () => Head): Aggregate {
    const text = JSON.stringify(key);
    let group = this.#groups.get(text);
    if (group === undefined) {
      group = { head: head(), sum: new Aggregate() };
      this.#groups.set(text, group);
    }
    return group.sum;
  }

  /** Groups whose corrections took everything back are left out. */
  filled<Result>(head: (head: Head) => Result): (Result & EncodedSums)[] {
    return [...this.#groups.values()]
      .filter(({ sum }) => sum.requests > 0)
      .map((group) => ({ ...head(group.head), ...group.sum.sums }));
  }
}
