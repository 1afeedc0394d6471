import { randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import type { AlertRow, AlertRowKind, AlertRowQuery, Lease, LeaseWish } from "../alert-port.ts";
import { checkStep, startOfDay } from "../day.ts";
import { byFields } from "../order.ts";
import { matches } from "../match.ts";
import type {
  App,
  Batch,
  CounterAggregate,
  CounterQuery,
  Document,
  DocumentKind,
  Exemplar,
  ExemplarQuery,
  FindingAggregate,
  FindingQuery,
  FindingState,
  Millis,
  Presence,
  PresenceQuery,
  RouteAggregate,
  RouteKey,
  RouteQuery,
  SeriesAggregate,
  Store,
  StoredTrace,
  StoreStats,
  VersionAggregate,
  Window,
} from "../port.ts";
import { settledFindings } from "../trace-retention.ts";
import { type AnnouncedDeploy, versionId, withDeploys } from "../versions.ts";
import { KIND } from "./dimension.ts";
import { integer, text } from "./literal.ts";
import { type Marks, readMarks } from "./marks.ts";
import { dedupesAlone, migrate, shardsOf } from "./migrate.ts";
import { findings, presence, routes, series, versions } from "./queries.ts";
import { Parts } from "./parts.ts";
import { sharded } from "./schema.ts";
import { type Server, Servers } from "./servers.ts";
import { type StateRow, UNFENCED } from "./state-log.ts";
import { counted } from "./tally.ts";

export interface ClickHouseOptions {
  /** One per server; the first that answers is used. Closed with the store. */
  readonly clients: readonly ClickHouseClient[];
  readonly database: string;
  readonly cluster?: string | undefined;
  /** For leases of the store's own and for the order of traces. */
  readonly clock?: () => Millis;
}

const FINDING = "finding";
const DEPLOY = "deploy";
const RETENTION = "retention";
/** A day is sealed and dropped well within this; a holder that was killed is waited for so long. Milliseconds. */
const RETENTION_MS = 600_000;

/**
 * The store for more than one machine. A batch is stored whole or not at all and counted once, whichever replica it is
 * sent to and however often; it is on the server's side when `writeBatch` resolves. Nothing is buffered here.
 */
export class ClickHouseStore implements Store {
  readonly #servers: Servers;
  readonly #options: ClickHouseOptions;
  readonly #holder = randomUUID();
  readonly #clock: () => Millis;
  #open: Parts | undefined;

  constructor(options: ClickHouseOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#servers = new Servers(options.clients);
  }

  async migrate(): Promise<void> {
    await this.#servers.at(async (server) => {
      const { database, cluster } = this.#options;
      const place = { database, cluster, dedupesAlone: cluster === undefined && (await dedupesAlone(server)) };
      const oneShard = (await shardsOf(server, cluster)) === 1;
      const parts = new Parts(this.#servers, place, this.#holder, this.#clock, oneShard);
      await migrate(server, place, parts.log);
      this.#open = parts;
    });
  }

  writeBatch(batch: Batch): Promise<void> {
    return this.#read((server, marks, { batches }) =>
      batches.write(server, marks, batch, async () => settledFindings(await this.findingStates())),
    );
  }

  hasBatch(id: string): Promise<boolean> {
    return this.#read((server, marks, { batches }) => batches.hasBatch(server, marks, id));
  }

  routes(query: RouteQuery): Promise<readonly RouteAggregate[]> {
    return this.#read((server, marks, { facts }) => routes(facts, server, marks, query));
  }

  async routeSeries(query: RouteKey & Window & { readonly step: Millis }): Promise<readonly SeriesAggregate[]> {
    checkStep(query.step);
    return this.#read((server, marks, { points }) => series(points, server, marks, query));
  }

  findings(query: FindingQuery): Promise<readonly FindingAggregate[]> {
    return this.#read((server, marks, { facts }) => findings(facts, server, marks, query));
  }

  counters(query: CounterQuery): Promise<readonly CounterAggregate[]> {
    return this.#read((server, marks, { counters }) => counters.read(server, marks, query));
  }

  documents(kind: DocumentKind, keys: readonly string[], app?: App): Promise<readonly Document[]> {
    return this.#read((server, marks, { documents }) => documents.read(server, marks, kind, keys, app));
  }

  presence(query: PresenceQuery): Promise<Presence> {
    return this.#read((server, marks, parts) => presence(parts.presence, server, marks, query));
  }

  exemplars(query: ExemplarQuery): Promise<readonly Exemplar[]> {
    return this.#read((server, marks, { traces }) => traces.exemplars(server, marks, query));
  }

  trace(traceId: string): Promise<readonly StoredTrace[]> {
    return this.#read((server, marks, { traces }) => traces.trace(server, marks, traceId));
  }

  async findingState(fingerprint: string): Promise<FindingState | undefined> {
    const [row] = await this.#state(`space = '${FINDING}' AND key = ${text(fingerprint)}`);
    return row === undefined ? undefined : (JSON.parse(row.body) as FindingState);
  }

  async findingStates(): Promise<readonly FindingState[]> {
    const rows = await this.#state(`space = '${FINDING}'`);
    return rows.map(({ body }) => JSON.parse(body) as FindingState).sort(byFields(({ fingerprint }) => fingerprint));
  }

  async putFindingState(state: FindingState): Promise<void> {
    await this.#put({ space: FINDING, key: state.fingerprint, at: state.at, scope: "", body: JSON.stringify(state) });
  }

  async versions(query: Partial<App>): Promise<readonly VersionAggregate[]> {
    const rows = await this.#state(`space = '${DEPLOY}'`);
    const announced = rows.map(({ body }) => JSON.parse(body) as AnnouncedDeploy).filter((one) => matches(query, one));
    const seen = await this.#read((server, marks, parts) => versions(parts.presence, server, marks, query));
    return withDeploys(seen, announced);
  }

  async putDeploy(deploy: AnnouncedDeploy): Promise<void> {
    await this.#put({
      space: DEPLOY,
      key: versionId(deploy),
      at: deploy.at,
      scope: "",
      body: JSON.stringify(deploy),
    });
  }

  async takeLease(wish: LeaseWish): Promise<Lease | undefined> {
    return this.#parts.leases.take(wish);
  }

  async releaseLease(lease: Lease): Promise<void> {
    await this.#parts.leases.release(lease);
  }

  async putAlertRows(rows: readonly AlertRow[], lease?: Lease): Promise<boolean> {
    const { alerts } = this.#parts;
    if (lease !== undefined) return alerts.putFenced(rows, lease);
    await this.#servers.at((server) => alerts.put(server, rows));
    return true;
  }

  async alertRows(query: AlertRowQuery): Promise<readonly AlertRow[]> {
    return this.#servers.at((server) => this.#parts.alerts.read(server, query));
  }

  async dropAlertRows(kind: AlertRowKind, before: Millis): Promise<void> {
    await this.#servers.at((server) => this.#parts.alerts.drop(server, kind, before));
  }

  async dropDetailBefore(day: string): Promise<void> {
    startOfDay(day);
    await this.#alone((lease) => this.#dropDetail(day, lease));
  }

  async dropBefore(day: string): Promise<void> {
    startOfDay(day);
    await this.#alone(async (lease) => {
      if (!(await this.#dropDetail(day, lease))) return;
      await this.#read(async (server, marks, { retention }) => {
        if (marks.from < day) await retention.drop(server, day, lease);
      });
    });
  }

  async health(): Promise<{ readonly ok: boolean; readonly detail?: string }> {
    try {
      await this.#servers.rows("SELECT 1");
      return { ok: true };
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : "unknown" };
    }
  }

  async stats(): Promise<StoreStats> {
    return this.#read(async (server, marks, { place }) => {
      const requests = await server.number(
        `SELECT sum(toInt64(sign)) FROM ${sharded(place, "facts")}
         WHERE kind = ${KIND.request} AND day >= ${integer(Number(marks.detailFrom))}`,
      );
      const bytes = await server.number(
        `SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = '${place.database}'`,
      );
      const tally = await counted(server, place);
      const dropped = { lateRows: tally.get("lateRows") ?? 0, traces: tally.get("traces") ?? 0, overBound: 0 };
      return { kind: "clickhouse", bytes, requests, dropped };
    });
  }

  async close(): Promise<void> {
    await this.#servers.close();
  }

  get #parts(): Parts {
    if (this.#open === undefined) throw new Error("a store is migrated before it is used");
    return this.#open;
  }

  #read<T>(work: (server: Server, marks: Marks, parts: Parts) => Promise<T>): Promise<T> {
    const parts = this.#parts;
    return this.#servers.at(async (server) => work(server, await readMarks(server, parts.log), parts));
  }

  #state(condition: string): Promise<readonly StateRow[]> {
    const { log } = this.#parts;
    return this.#servers.at(async (server) => {
      await log.catchUpOnce(server);
      return log.select(server, `${condition} AND fence = ${text(UNFENCED)}`);
    });
  }

  #put(row: StateRow): Promise<void> {
    return this.#servers.at((server) => this.#parts.log.put(server, UNFENCED, [row]));
  }

  /** Does it unless another collector is at it. */
  async #alone(work: (lease: Lease) => Promise<unknown>): Promise<void> {
    const { leases } = this.#parts;
    const now = this.#clock();
    const lease = await leases.take({ name: RETENTION, holder: this.#holder, now, ttlMs: RETENTION_MS });
    if (lease === undefined) return;
    try {
      await work(lease);
    } finally {
      await leases.release(lease);
    }
  }

  async #dropDetail(day: string, lease: Lease): Promise<boolean> {
    const settled = settledFindings(await this.findingStates());
    return this.#read(async (server, marks, { retention }) =>
      day <= marks.detailFrom ? true : retention.dropDetail(server, marks, day, lease, settled),
    );
  }
}
