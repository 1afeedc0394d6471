import { Aggregate } from "../aggregate.ts";
import { checkStep, DAY_MS, floorTo } from "../day.ts";
import { groupBy } from "../group-by.ts";
import { withSketches } from "../lazy-sketches.ts";
import { byFields, byFinding, byRoute } from "../order.ts";
import type {
  App,
  FindingAggregate,
  FindingPresence,
  FindingQuery,
  Millis,
  Presence,
  PresenceQuery,
  RouteAggregate,
  RouteKey,
  RoutePresence,
  RouteQuery,
  SeriesAggregate,
  VersionAggregate,
  Window,
} from "../port.ts";
import { type Dimension, KIND } from "./dimension.ts";
import type { FactReader } from "./fact-reader.ts";
import { mergeSums } from "./fact-sums.ts";
import type { Marks } from "./marks.ts";
import type { PresenceReader, Seen } from "./presence-reader.ts";
import type { SeriesReader } from "./series-reader.ts";
import type { Server } from "./servers.ts";
import { ALWAYS, rangeOf } from "./time-range.ts";

/** Answers about routes and findings out of sums per dimension. */
export async function routes(
  reader: FactReader,
  server: Server,
  marks: Marks,
  query: RouteQuery,
): Promise<readonly RouteAggregate[]> {
  const { service, env, version, method, routeKey, perVersion = false } = query;
  const names = { service, env, version, method, routeKey };
  const { dimensions, sums } = await reader.sums(server, marks, { kind: KIND.request, names, range: rangeOf(query) });
  const groups = groupBy(sums, ([hex]) => routeId(at(dimensions, hex), perVersion));
  return [...groups.values()]
    .map((members): RouteAggregate => {
      const { method: verb, route, ...dimension } = at(dimensions, members[0]?.[0] ?? "");
      const sum = new Aggregate();
      for (const [, one] of members) sum.add(one);
      return withSketches({
        ...keyOf(dimension),
        method: verb,
        route,
        ...(perVersion ? { version: dimension.version } : {}),
        ...sum.sums,
      });
    })
    .filter(({ requests }) => requests > 0)
    .sort(byRoute);
}

export async function findings(
  reader: FactReader,
  server: Server,
  marks: Marks,
  query: FindingQuery,
): Promise<readonly FindingAggregate[]> {
  const { service, env, version, routeKey, fingerprint } = query;
  const names = { service, env, version, routeKey, ...(fingerprint === undefined ? {} : { keys: [fingerprint] }) };
  const { dimensions, sums } = await reader.sums(server, marks, { kind: KIND.hit, names, range: rangeOf(query) });
  return [...sums]
    .filter(([, { requests }]) => requests > 0)
    .map(([hex, { errors: _errors, ...sum }]): FindingAggregate => {
      const dimension = at(dimensions, hex);
      return withSketches({ fingerprint: dimension.key, ...keyOf(dimension), version: dimension.version, ...sum });
    })
    .sort(byFinding);
}

export async function series(
  reader: SeriesReader,
  server: Server,
  marks: Marks,
  query: RouteKey & Window & { readonly step: Millis },
): Promise<readonly SeriesAggregate[]> {
  checkStep(query.step);
  const points = await reader.points(server, marks, query);
  const steps = groupBy(points, ([moment]) => floorTo(moment, query.step));
  return [...steps]
    .map(([moment, members]): SeriesAggregate => {
      const { firstSeen: _first, lastSeen: _last, ...sum } = mergeSums(members.map(([, one]) => one));
      return { at: moment, ...sum };
    })
    .filter(({ requests }) => requests > 0)
    .sort(byFields((point) => point.at));
}

export async function presence(
  reader: PresenceReader,
  server: Server,
  marks: Marks,
  query: PresenceQuery,
): Promise<Presence> {
  const { service, env, fingerprint } = query;
  const range = rangeOf(query, DAY_MS);
  const keys = fingerprint === undefined ? {} : { keys: [fingerprint] };
  const [seenRoutes, seenFindings] = await Promise.all([
    reader.seen(server, marks, KIND.request, { service, env }, range),
    reader.seen(server, marks, KIND.hit, { service, env, ...keys }, range),
  ]);
  return {
    routes: seenRoutes.map(([dimension, seen]): RoutePresence => presenceOf(dimension, seen)).sort(byRoute),
    findings: seenFindings
      .map(([dimension, seen]): FindingPresence => ({ fingerprint: dimension.key, ...presenceOf(dimension, seen) }))
      .sort(byFinding),
  };
}

export async function versions(
  reader: PresenceReader,
  server: Server,
  marks: Marks,
  { service, env }: Partial<App>,
): Promise<readonly VersionAggregate[]> {
  const seen = await reader.seen(server, marks, KIND.request, { service, env }, ALWAYS, { withEmpty: true });
  const groups = groupBy(seen, ([dimension]) => JSON.stringify([dimension.service, dimension.env, dimension.version]));
  return [...groups.values()].flatMap((members) => {
    const first = members[0]?.[0];
    const sum = members.reduce<Seen>(
      (all, [, one]) => ({
        requests: all.requests + one.requests,
        firstSeen: Math.min(all.firstSeen, one.firstSeen),
        lastSeen: Math.max(all.lastSeen, one.lastSeen),
      }),
      { requests: 0, firstSeen: Infinity, lastSeen: -Infinity },
    );
    if (first === undefined || sum.requests <= 0) return [];
    return [{ service: first.service, env: first.env, version: first.version, ...sum }];
  });
}

function at(dimensions: ReadonlyMap<string, Dimension>, hex: string): Dimension {
  const dimension = dimensions.get(hex);
  if (dimension === undefined) throw new Error("a sum without a name");
  return dimension;
}

function routeId({ service, env, routeKey, version }: Dimension, perVersion: boolean): string {
  return JSON.stringify([service, env, routeKey, perVersion ? version : ""]);
}

function keyOf({ service, env, routeKey }: RouteKey): RouteKey {
  return { service, env, routeKey };
}

function presenceOf(dimension: Dimension, seen: Seen): RoutePresence {
  return { ...keyOf(dimension), version: dimension.version, ...seen };
}
