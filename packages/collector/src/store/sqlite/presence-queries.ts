import { DAY_MS } from "../day.ts";
import { matches } from "../match.ts";
import { byFinding, byRoute } from "../order.ts";
import type {
  App,
  FindingPresence,
  Millis,
  Presence,
  PresenceQuery,
  RoutePresence,
  VersionAggregate,
  Window,
} from "../port.ts";
import { type AnnouncedDeploy, withDeploys } from "../versions.ts";
import type { NamedRoute, Row } from "./read-file.ts";
import type { Remembered } from "../remembered.ts";
import { wantedRoutes } from "./rollup-queries.ts";
import { coverWhole, type Segment, type Sources } from "./segments.ts";

const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

export function presenceOf(sources: Sources, query: PresenceQuery, remembered: Remembered): Presence {
  const routes = new Presences<Omit<RoutePresence, keyof Span>>();
  for (const { route, version, span } of seenIn(sources, query, "route", remembered)) {
    const { service, env, routeKey, name } = route;
    routes.add(`${name}\u0000${version}`, () => ({ service, env, routeKey, version }), span);
  }
  const findings = new Presences<Omit<FindingPresence, keyof Span>>();
  for (const { route, version, span, finding } of seenIn(sources, query, "finding", remembered)) {
    if (query.fingerprint !== undefined && query.fingerprint !== finding) continue;
    const { service, env, routeKey, name } = route;
    const head = () => ({ fingerprint: finding, service, env, routeKey, version });
    findings.add(`${finding}\u0000${name}\u0000${version}`, head, span);
  }
  return { routes: routes.filled.sort(byRoute), findings: findings.filled.sort(byFinding) };
}

export function versionsOf(sources: Sources, query: Partial<App>, remembered: Remembered): readonly VersionAggregate[] {
  const versions = new Presences<Omit<VersionAggregate, keyof Span>>();
  for (const { route, version, span } of seenIn(sources, { ...ALWAYS, ...query }, "route", remembered)) {
    const { service, env } = route;
    versions.add(`${service}\u0000${env}\u0000${version}`, () => ({ service, env, version }), span);
  }
  return withDeploys(
    versions.filled,
    announcedIn(sources).filter((deploy) => matches(query, deploy)),
  );
}

interface SeenGroup {
  readonly route: NamedRoute;
  readonly version: string;
  /** `""` for a route. */
  readonly finding: string;
  readonly span: Span;
}

/** What was seen of the apps a query names, on whole days; the same group comes once per stretch of days. */
function* seenIn(
  sources: Sources,
  query: Partial<App> & Window,
  kind: "route" | "finding",
  remembered: Remembered,
): Generator<SeenGroup> {
  for (const segment of coverWhole(sources, query, DAY_MS)) {
    const { file } = segment;
    const wanted = wantedRoutes(file, query);
    for (const { ids, ...span } of daysOf(segment, kind, remembered)) {
      const [routeId = 0, versionId, findingId] = ids;
      const route = wanted.get(routeId);
      if (route === undefined) continue;
      const finding = findingId === undefined ? "" : file.text(findingId);
      yield { route, version: file.text(versionId), finding, span };
    }
  }
}

function announcedIn({ main }: Sources): readonly AnnouncedDeploy[] {
  return main.all("SELECT service, env, version, at FROM deploys").map(([service, env, version, at]) => ({
    service: String(service),
    env: String(env),
    version: String(version),
    at: Number(at),
  }));
}

interface Span {
  readonly requests: number;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
}

interface DayGroup extends Span {
  /** Route, version and, of findings, the fingerprint, by their numbers in the file. */
  readonly ids: readonly number[];
}

/** How often and when each route, or finding, of a file was seen over all days of the segment. */
function daysOf(segment: Segment, kind: "route" | "finding", remembered: Remembered): readonly DayGroup[] {
  const { file, from, to } = segment;
  const ids = kind === "route" ? "route, version" : "route, version, finding";
  const sql = `SELECT ${ids}, sum(n), min(first), max(last) FROM ${kind}_days WHERE day >= ? AND day < ? GROUP BY ${ids}`;
  const key = `${kind} days ${file.name} ${file.identity} ${from} ${to}`;
  return remembered.groups(key, file.stamp(from, to), () => file.all(sql, from, to).map(toGroup));
}

function toGroup(row: Row): DayGroup {
  const [first, last] = row.slice(-2);
  return {
    ids: row.slice(0, -3).map(Number),
    requests: Number(row.at(-3)),
    firstSeen: first === null ? Infinity : Number(first),
    lastSeen: last === null ? -Infinity : Number(last),
  };
}

class Presences<Head extends object> {
  readonly #groups = new Map<string, { head: Head; requests: number; firstSeen: Millis; lastSeen: Millis }>();

  add(key: string, head: () => Head, span: Span): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { head: head(), requests: 0, firstSeen: Infinity, lastSeen: -Infinity };
      this.#groups.set(key, group);
    }
    group.requests += span.requests;
    group.firstSeen = Math.min(group.firstSeen, span.firstSeen);
    group.lastSeen = Math.max(group.lastSeen, span.lastSeen);
  }

  get filled(): (Head & Span)[] {
    return [...this.#groups.values()]
      .filter(({ requests }) => requests > 0)
      .map(({ head, ...span }) => ({ ...head, ...span }));
  }
}
