import type { AlertRow, AlertRowQuery } from "../alert-port.ts";
import { toExemplar } from "../exemplar.ts";
import { matches } from "../match.ts";
import { isNewer } from "../newest-document.ts";
import { byFields, byNewest, byTime } from "../order.ts";
import type {
  App,
  CounterAggregate,
  CounterQuery,
  Document,
  DocumentKind,
  Exemplar,
  ExemplarQuery,
  FindingQuery,
  FindingState,
  Millis,
  Presence,
  PresenceQuery,
  RouteKey,
  RouteQuery,
  StoredTrace,
  StoreStats,
  VersionAggregate,
  Window,
} from "../port.ts";
import { alertRowsOf } from "./alert-rows.ts";
import { countersOf } from "./counter-queries.ts";
import { Files } from "./files.ts";
import { OpenFiles } from "./open-files.ts";
import {
  type EncodedFinding,
  type EncodedPoint,
  type EncodedRoute,
  findingsOf,
  routesOf,
  seriesOf,
  wantedRoutes,
} from "./rollup-queries.ts";
import type { ReadFile } from "./read-file.ts";
import type { Sources } from "./segments.ts";
import { presenceOf, versionsOf } from "./presence-queries.ts";
import { Remembered } from "../remembered.ts";
import { readExemplars, readTraces, type TraceFilter } from "./trace-rows.ts";

/** Answers every question beside the writer, in a thread and with connections of its own. */
export class Reader {
  readonly #files: Files;
  readonly #open: OpenFiles;
  readonly #remembered = new Remembered();

  constructor(folder: string) {
    this.#files = new Files(folder);
    this.#open = new OpenFiles(this.#files);
  }

  /** Asked when a store is opened, so that its thread stands when the first question comes. */
  ready(): void {
    // Files are opened by the questions that need them: the writer may not have made them yet.
  }

  routes(query: RouteQuery): readonly EncodedRoute[] {
    return this.#open.read((sources) => routesOf(sources, query, this.#remembered));
  }

  routeSeries(query: RouteKey & Window & { readonly step: Millis }): readonly EncodedPoint[] {
    return this.#open.read((sources) => seriesOf(sources, query));
  }

  findings(query: FindingQuery): readonly EncodedFinding[] {
    return this.#open.read((sources) => findingsOf(sources, query, this.#remembered));
  }

  counters(query: CounterQuery): readonly CounterAggregate[] {
    return this.#open.read((sources) => countersOf(sources, query, this.#remembered));
  }

  presence(query: PresenceQuery): Presence {
    return this.#open.read((sources) => presenceOf(sources, query, this.#remembered));
  }

  versions(query: Partial<App>): readonly VersionAggregate[] {
    return this.#open.read((sources) => versionsOf(sources, query, this.#remembered));
  }

  documents(kind: DocumentKind, keys: readonly string[], app?: App): readonly Document[] {
    const newest = new Map<string, Document>();
    this.#open.read((sources) => {
      newest.clear();
      for (const file of filesOf(sources)) {
        for (const document of documentsIn(file, kind, keys)) {
          if (app !== undefined && !matches(app, document)) continue;
          const known = newest.get(document.key);
          if (known === undefined || isNewer(document, known)) newest.set(document.key, document);
        }
      }
    });
    return [...newest.values()].sort(byFields(({ key }) => key));
  }

  exemplars(query: ExemplarQuery): readonly Exemplar[] {
    const found = this.#open.read((sources) => filesOf(sources).flatMap((file) => exemplarsIn(file, query)));
    return found
      .filter((exemplar) => matches(query, exemplar))
      .map(toExemplar)
      .sort(byNewest);
  }

  trace(traceId: string): readonly StoredTrace[] {
    const found = this.#open.read((sources) =>
      filesOf(sources).flatMap((file) => file.guarded(() => readTraces(file.db, file.name, { traceId }))),
    );
    return found.sort(byTime);
  }

  /** True when every day the batch went to has it; a day dropped since counts as having had it. */
  hasBatch(id: string): boolean {
    return this.#open.read(({ days }) => {
      const has = (file: ReadFile) => file.textOf("SELECT days FROM batches WHERE id = ?", id);
      const found = [...days.values()].map(has).find((list) => list !== undefined);
      if (found === undefined) return false;
      const oldest = [...days.keys()].sort()[0] ?? "";
      const needed = JSON.parse(found) as readonly string[];
      return needed.every(
        (day) => day < oldest || [days.get(day)].some((file) => file !== undefined && has(file) !== undefined),
      );
    });
  }

  findingState(fingerprint: string): FindingState | undefined {
    const rows = this.#open.read(({ main }) =>
      main.all("SELECT state FROM finding_states WHERE fingerprint = ?", fingerprint),
    );
    return rows[0] === undefined ? undefined : (JSON.parse(String(rows[0][0])) as FindingState);
  }

  findingStates(): readonly FindingState[] {
    const rows = this.#open.read(({ main }) => main.all("SELECT state FROM finding_states"));
    return rows
      .map(([state]) => JSON.parse(String(state)) as FindingState)
      .sort(byFields(({ fingerprint }) => fingerprint));
  }

  alertRows(query: AlertRowQuery): readonly AlertRow[] {
    return this.#open.read(({ main }) => alertRowsOf(main, query));
  }

  stats(): StoreStats {
    return this.#open.read(({ main, days }) => {
      const setting = (key: string) => Number(main.all("SELECT value FROM settings WHERE key = ?", key)[0]?.[0] ?? 0);
      const requests = [...days.values()].reduce(
        (sum, file) => sum + Number(file.all("SELECT ifnull(sum(n), 0) FROM route_days")[0]?.[0]),
        0,
      );
      const dropped = { lateRows: setting("late_rows"), traces: setting("dropped_traces"), overBound: 0 };
      return { kind: "sqlite", bytes: this.#files.bytes(), requests, dropped };
    });
  }

  /** Takes and serves as long as `main.db` does; damaged days are said in `detail`. */
  health(): { readonly ok: boolean; readonly detail?: string } {
    this.#open.read(({ main }) => main.all("SELECT 1 FROM settings LIMIT 1"));
    const names = [...this.#open.damaged, ...this.#files.setAsideNames()];
    return names.length === 0 ? { ok: true } : { ok: true, detail: `store.damaged: ${names.join(", ")}` };
  }

  close(): void {
    this.#open.close();
  }
}

function filesOf({ main, days }: Sources): readonly ReadFile[] {
  return [main, ...[...days].sort(([a], [b]) => Number(a) - Number(b)).map(([, file]) => file)];
}

function exemplarsIn(file: ReadFile, query: ExemplarQuery): readonly Exemplar[] {
  const { from, to, fingerprint, routeKey } = query;
  const filter = { window: { from, to }, ...(fingerprint === undefined ? {} : { fingerprint }) };
  const read = (more: TraceFilter) => file.guarded(() => readExemplars(file.db, file.name, { ...filter, ...more }));
  if (routeKey === undefined) return read({});
  return [...wantedRoutes(file, query).keys()].flatMap((route) => read({ route }));
}

function documentsIn(file: ReadFile, kind: DocumentKind, keys: readonly string[]): readonly Document[] {
  const sql = "SELECT key, service, env, route_key, version, ts, body FROM documents WHERE kind = ? AND key = ?";
  return keys
    .flatMap((key) => file.all(sql, kind, key))
    .map(([key, service, env, routeKey, version, ts, body]) => ({
      kind,
      key: String(key),
      service: String(service),
      env: String(env),
      routeKey: String(routeKey),
      version: String(version),
      ts: Number(ts),
      body: String(body),
    }));
}
