import { DAY_MS, HOUR_MS } from "../day.ts";
import { matches } from "../match.ts";
import { byFinding, byFields, byRoute } from "../order.ts";
import type {
  App,
  CounterAggregate,
  CounterQuery,
  FindingPresence,
  Presence,
  PresenceQuery,
  RoutePresence,
  VersionAggregate,
} from "../port.ts";
import { type AnnouncedDeploy, withDeploys } from "../versions.ts";
import { DamagedFile } from "./database-error.ts";
import type { ReadFile } from "./read-file.ts";
import { wantedRoutes } from "./rollup-queries.ts";
import { coverWhole, type Sources } from "./segments.ts";
import { decodeFields } from "./upserts.ts";

const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

export function presenceOf(sources: Sources, query: PresenceQuery): Presence {
  const routes = new Presences<Omit<RoutePresence, keyof Span>>();
  const findings = new Presences<Omit<FindingPresence, keyof Span>>();
  for (const { file, from, to } of coverWhole(sources, query, DAY_MS)) {
    const wanted = wantedRoutes(file, query);
    const where = "WHERE day >= ? AND day < ?";
    for (const row of file.all(`SELECT route, version, n, first, last FROM route_days ${where}`, from, to)) {
      const route = wanted.get(Number(row[0]));
      if (route === undefined) continue;
      const { service, env, routeKey } = route;
      routes.add({ service, env, routeKey, version: file.text(row[1]) }, row, 2);
    }
    for (const row of file.all(`SELECT finding, route, version, n, first, last FROM finding_days ${where}`, from, to)) {
      const route = wanted.get(Number(row[1]));
      const fingerprint = file.text(row[0]);
      if (route === undefined || (query.fingerprint ?? fingerprint) !== fingerprint) continue;
      const { service, env, routeKey } = route;
      findings.add({ fingerprint, service, env, routeKey, version: file.text(row[2]) }, row, 3);
    }
  }
  return { routes: routes.filled.sort(byRoute), findings: findings.filled.sort(byFinding) };
}

export function versionsOf(sources: Sources, query: Partial<App>): readonly VersionAggregate[] {
  const versions = new Presences<Omit<VersionAggregate, keyof Span>>();
  for (const { file, from, to } of coverWhole(sources, ALWAYS, DAY_MS)) {
    const wanted = wantedRoutes(file, query);
    const sql = "SELECT route, version, n, first, last FROM route_days WHERE day >= ? AND day < ?";
    for (const row of file.all(sql, from, to)) {
      const route = wanted.get(Number(row[0]));
      if (route === undefined) continue;
      versions.add({ service: route.service, env: route.env, version: file.text(row[1]) }, row, 2);
    }
  }
  const announced = sources.main
    .all("SELECT service, env, version, at FROM deploys")
    .map(([service, env, version, at]): AnnouncedDeploy => ({
      service: String(service),
      env: String(env),
      version: String(version),
      at: Number(at),
    }));
  return withDeploys(
    versions.filled,
    announced.filter((deploy) => matches(query, deploy)),
  );
}

export function countersOf(sources: Sources, query: CounterQuery): readonly CounterAggregate[] {
  const groups = new Map<string, CounterAggregate & { readonly fields: Map<string, number> }>();
  for (const { file, from, to } of coverWhole(sources, query, HOUR_MS)) {
    const wanted = wantedRoutes(file, query);
    for (const row of counterRows(file, query, [...wanted.keys()], from, to)) {
      const route = wanted.get(Number(row[0]));
      const version = file.text(row[1]);
      if (route === undefined || (query.version ?? version) !== version) continue;
      const { service, env, routeKey } = route;
      const key = file.text(row[2]);
      const id = JSON.stringify([service, env, routeKey, version, key]);
      const group = groups.get(id) ?? { service, env, routeKey, version, key, fields: new Map<string, number>() };
      groups.set(id, group);
      addFields(group.fields, String(row[3]), file.name);
    }
  }
  return [...groups.values()]
    .filter(({ fields }) => fields.size > 0)
    .sort(
      byFields(
        (row) => row.service,
        (row) => row.env,
        (row) => row.routeKey,
        (row) => row.version,
        (row) => row.key,
      ),
    );
}

/** Rows as (route, version, key, fields): sought by key where keys are given, else by route where one is. */
function counterRows(
  file: ReadFile,
  query: CounterQuery,
  routes: readonly number[],
  from: number,
  to: number,
): readonly (readonly unknown[])[] {
  const select = "SELECT route, version, key, fields FROM counters";
  const rest = "kind = ? AND bucket >= ? AND bucket < ?";
  if (query.keys !== undefined) {
    const ids = query.keys.flatMap((key) => file.textId(key) ?? []);
    return ids.flatMap((id) =>
      file.all(`${select} INDEXED BY counters_of_key WHERE key = ? AND ${rest}`, id, query.kind, from, to),
    );
  }
  if (query.routeKey === undefined) return file.all(`${select} WHERE ${rest}`, query.kind, from, to);
  return routes.flatMap((route) => file.all(`${select} WHERE route = ? AND ${rest}`, route, query.kind, from, to));
}

function addFields(sum: Map<string, number>, text: string, file: string): void {
  let fields: Map<string, number>;
  try {
    fields = decodeFields(text);
  } catch (error) {
    throw new DamagedFile(file, error);
  }
  for (const [field, count] of fields) {
    const total = (sum.get(field) ?? 0) + count;
    if (total === 0) sum.delete(field);
    else sum.set(field, total);
  }
}

interface Span {
  readonly requests: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

class Presences<Head extends object> {
  readonly #groups = new Map<string, { head: Head; requests: number; firstSeen: number; lastSeen: number }>();

  /** `row` holds n, first, last from position `at` on. */
  add(head: Head, row: readonly unknown[], at: number): void {
    const key = JSON.stringify(head);
    const group = this.#groups.get(key) ?? { head, requests: 0, firstSeen: Infinity, lastSeen: -Infinity };
    this.#groups.set(key, group);
    group.requests += Number(row[at]);
    if (row[at + 1] !== null) group.firstSeen = Math.min(group.firstSeen, Number(row[at + 1]));
    if (row[at + 2] !== null) group.lastSeen = Math.max(group.lastSeen, Number(row[at + 2]));
  }

  get filled(): (Head & Span)[] {
    return [...this.#groups.values()]
      .filter(({ requests }) => requests > 0)
      .map(({ head, ...span }) => ({ ...head, ...span }));
  }
}
