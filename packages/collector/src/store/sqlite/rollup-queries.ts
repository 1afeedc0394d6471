import { checkStep, floorTo, HOUR_MS } from "../day.ts";
import { matches } from "../match.ts";
import { byFinding, byFields, byRoute } from "../order.ts";
import type { FindingAggregate, FindingQuery, Millis, RouteAggregate, RouteKey, RouteQuery, Window } from "../port.ts";
import { Aggregate, type EncodedSums } from "../aggregate.ts";
import type { NamedRoute, ReadFile } from "./read-file.ts";
import type { Remembered } from "../remembered.ts";
import { findingSums, type GroupSums, routeRows, routeSums, soughtFindings, soughtRoutes } from "./rollup-rows.ts";
import { coverWindow, type Sources } from "./segments.ts";

type Encoded<T> = Omit<T, keyof EncodedSums> & EncodedSums;

export type EncodedRoute = Encoded<RouteAggregate>;
export type EncodedFinding = Encoded<FindingAggregate>;
export type EncodedPoint = EncodedSums & { readonly at: Millis };

export function routesOf(sources: Sources, query: RouteQuery, remembered: Remembered): readonly EncodedRoute[] {
  const perVersion = query.perVersion === true;
  const groups = new Groups<NamedRoute & { readonly version?: string }>();
  for (const segment of coverWindow(sources, query)) {
    const { file } = segment;
    const wanted = wantedRoutes(file, query);
    const found =
      query.routeKey === undefined ? routeSums(segment, remembered) : soughtRoutes(segment, [...wanted.keys()]);
    for (const sums of found) {
      const [routeId = 0, versionId = 0] = sums.ids;
      const route = wanted.get(routeId);
      const version = perVersion || query.version !== undefined ? file.text(versionId) : "";
      if (route === undefined || (query.version !== undefined && query.version !== version)) continue;
      const key = perVersion ? `${route.name}\u0000${version}` : route.name;
      groups.at(key, () => (perVersion ? { ...route, version } : route)).add(sums);
    }
  }
  return groups
    .filled(({ service, env, routeKey, method, route, version }) => ({
      service,
      env,
      routeKey,
      method,
      route,
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
    const ids = [...wantedRoutes(segment.file, query).keys()];
    for (const { bucket, sums } of routeRows(fine, ids)) {
      const at = floorTo(bucket, query.step);
      groups.at(String(at), () => ({ at })).add(sums);
    }
  }
  return groups.filled(({ at }) => ({ at })).sort(byFields(({ at }) => at));
}

export function findingsOf(sources: Sources, query: FindingQuery, remembered: Remembered): readonly EncodedFinding[] {
  const groups = new Groups<RouteKey & { readonly version: string; readonly fingerprint: string }>();
  for (const segment of coverWindow(sources, query)) {
    const { file } = segment;
    const wanted = wantedRoutes(file, query);
    const found: readonly GroupSums[] =
      query.fingerprint === undefined ? findingSums(segment, remembered) : soughtFindings(segment, query.fingerprint);
    for (const sums of found) {
      const [routeId = 0, versionId = 0, findingId = 0] = sums.ids;
      const route = wanted.get(routeId);
      const version = file.text(versionId);
      if (route === undefined || (query.version !== undefined && query.version !== version)) continue;
      const fingerprint = file.text(findingId);
      const { service, env, routeKey, name } = route;
      const head = () => ({ fingerprint, service, env, routeKey, version });
      groups.at(`${fingerprint}\u0000${name}\u0000${version}`, head).add(sums);
    }
  }
  return groups.filled((group) => group).sort(byFinding);
}

/** Routes of the file that the query asks for, by their number there. */
export function wantedRoutes(
  file: ReadFile,
  query: Parameters<typeof matches>[0] & { readonly method?: string },
): ReadonlyMap<number, NamedRoute> {
  const { version: _version, ...dimensions } = query;
  const wanted = [...file.routes()].filter(
    ([, route]) => matches(dimensions, route) && (query.method === undefined || query.method === route.method),
  );
  return new Map(wanted);
}

class Groups<Head> {
  readonly #groups = new Map<string, { readonly head: Head; readonly sum: Aggregate }>();

  at(key: string, head: () => Head): Aggregate {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { head: head(), sum: new Aggregate() };
      this.#groups.set(key, group);
    }
    return group.sum;
  }

  /** Groups whose corrections took everything back are left out. */
  filled<Result>(head: (head: Head) => Result): (Result & EncodedSums)[] {
    return [...this.#groups.values()]
      .map((group) => ({ ...head(group.head), ...group.sum.sums }))
      .filter(({ requests }) => requests > 0);
  }
}
