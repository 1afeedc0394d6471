import type { AlertRow, AlertRowKind, AlertRowQuery, Lease, LeaseWish } from "../alert-port.ts";
import { dayOf, startOfDay } from "../day.ts";
import { matches } from "../match.ts";
import { byFields } from "../order.ts";
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
  HitRow,
  Millis,
  Presence,
  PresenceQuery,
  RequestRow,
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
import { MemoryAlerts } from "./memory-alerts.ts";
import { MemoryCounters } from "./memory-counters.ts";
import { MemoryDocuments } from "./memory-documents.ts";
import { MemoryMedians } from "./memory-medians.ts";
import { findingsOf, presenceOf, routesOf, seriesOf, versionsOf } from "./memory-queries.ts";
import { inDays, MemoryTraces } from "./memory-traces.ts";
import { bucketing } from "./memory-window.ts";
import { RowLog } from "./row-log.ts";

export interface MemoryBounds {
  /** Request rows, and as many hit rows. */
  readonly rows: number;
  /** Groups of evidence counters: (hour, app, route, version, key). */
  readonly counters: number;
  readonly documents: number;
  readonly batchIds: number;
  /** Of each kind. */
  readonly alertRows: number;
}

const MEMORY_BOUNDS: MemoryBounds = {
  rows: 200_000,
  counters: 100_000,
  documents: 50_000,
  batchIds: 100_000,
  alertRows: 20_000,
};

/**
 * Keeps rows as they came and answers every question by reading them all: slow and plain, hence also the oracle the
 * other adapters are compared with. Nothing survives the process.
 */
export class MemoryStore implements Store {
  readonly #bounds: MemoryBounds;
  readonly #batches = new Set<string>();
  readonly #requests: RowLog<RequestRow>;
  readonly #hits: RowLog<HitRow>;
  readonly #counters: MemoryCounters;
  readonly #alerts: MemoryAlerts;
  readonly #documents: MemoryDocuments;
  readonly #traces = new MemoryTraces();
  readonly #medians = new MemoryMedians();
  readonly #states = new Map<string, FindingState>();
  readonly #deploys = new Map<string, AnnouncedDeploy>();
  /** First day whose detail is kept. */
  #detailFrom = "";
  #lateRows = 0;

  constructor(bounds: MemoryBounds = MEMORY_BOUNDS) {
    this.#bounds = bounds;
    this.#requests = new RowLog(bounds.rows);
    this.#hits = new RowLog(bounds.rows);
    this.#counters = new MemoryCounters(bounds.counters);
    this.#documents = new MemoryDocuments(bounds.documents);
    this.#alerts = new MemoryAlerts(bounds.alertRows);
  }

  async writeBatch(batch: Batch): Promise<void> {
    if (this.#batches.has(batch.id)) return;
    this.#batches.add(batch.id);
    if (this.#batches.size > this.#bounds.batchIds) this.#batches.delete(this.#batches.values().next().value ?? "");
    const requests = this.#onTime(batch.requests);
    this.#requests.add(requests);
    this.#hits.add(this.#onTime(batch.hits));
    this.#counters.add(this.#onTime(batch.counters));
    for (const document of this.#onTime(batch.documents)) this.#documents.put(document);
    for (const row of requests) this.#medians.add(row);
    const settled = settledFindings(this.#states.values());
    for (const [day, traces] of inDays(this.#onTime(batch.traces))) {
      this.#traces.add(day, traces, (like, version) => this.#medians.median(like.ts, like, version), settled);
    }
  }

  async hasBatch(id: string): Promise<boolean> {
    return this.#batches.has(id);
  }

  async routes(query: RouteQuery): Promise<readonly RouteAggregate[]> {
    return routesOf(this.#requests.rows, query, bucketing(query, this.#detailFrom));
  }

  async routeSeries(query: RouteKey & Window & { readonly step: Millis }): Promise<readonly SeriesAggregate[]> {
    return seriesOf(this.#requests.rows, query, bucketing(query, this.#detailFrom));
  }

  async findings(query: FindingQuery): Promise<readonly FindingAggregate[]> {
    return findingsOf(this.#hits.rows, query, bucketing(query, this.#detailFrom));
  }

  async counters(query: CounterQuery): Promise<readonly CounterAggregate[]> {
    return this.#counters.read(query);
  }

  async documents(kind: DocumentKind, keys: readonly string[], app?: App): Promise<readonly Document[]> {
    return this.#documents.read(kind, keys, app);
  }

  async presence(query: PresenceQuery): Promise<Presence> {
    return presenceOf(this.#requests.rows, this.#hits.rows, query);
  }

  async exemplars(query: ExemplarQuery): Promise<readonly Exemplar[]> {
    return this.#traces.exemplars(query);
  }

  async trace(traceId: string): Promise<readonly StoredTrace[]> {
    return this.#traces.trace(traceId);
  }

  async findingState(fingerprint: string): Promise<FindingState | undefined> {
    return this.#states.get(fingerprint);
  }

  async findingStates(): Promise<readonly FindingState[]> {
    return [...this.#states.values()].sort(byFields(({ fingerprint }) => fingerprint));
  }

  async putFindingState(state: FindingState): Promise<void> {
    this.#states.set(state.fingerprint, state);
  }

  async versions(query: Partial<App>): Promise<readonly VersionAggregate[]> {
    const announced = [...this.#deploys.values()].filter((deploy) => matches(query, deploy));
    return withDeploys(versionsOf(this.#requests.rows, query), announced);
  }

  async putDeploy(deploy: AnnouncedDeploy): Promise<void> {
    this.#deploys.set(versionId(deploy), deploy);
  }

  async takeLease(wish: LeaseWish): Promise<Lease | undefined> {
    return this.#alerts.takeLease(wish);
  }

  async releaseLease(lease: Lease): Promise<void> {
    this.#alerts.releaseLease(lease);
  }

  async putAlertRows(rows: readonly AlertRow[], lease?: Lease): Promise<boolean> {
    return this.#alerts.put(rows, lease);
  }

  async alertRows(query: AlertRowQuery): Promise<readonly AlertRow[]> {
    return this.#alerts.rows(query);
  }

  async dropAlertRows(kind: AlertRowKind, before: Millis): Promise<void> {
    this.#alerts.drop(kind, before);
  }

  async dropDetailBefore(day: string): Promise<void> {
    startOfDay(day);
    if (day > this.#detailFrom) this.#detailFrom = day;
    this.#traces.dropDetailBefore(day, settledFindings(this.#states.values()));
    this.#medians.dropBefore(day);
  }

  async dropBefore(day: string): Promise<void> {
    const from = startOfDay(day);
    await this.dropDetailBefore(day);
    this.#requests.keep(({ ts }) => ts >= from);
    this.#hits.keep(({ ts }) => ts >= from);
    this.#counters.dropBefore(from);
    this.#documents.dropBefore(from, (document) => this.#isCounted(document));
  }

  async migrate(): Promise<void> {
    // Nothing outlives the process, so nothing is ever of an older form.
  }

  async health(): Promise<{ readonly ok: boolean; readonly detail?: string }> {
    return { ok: true, detail: "store.memory-only" };
  }

  async stats(): Promise<StoreStats> {
    const detailed = this.#requests.rows.filter(({ ts }) => dayOf(ts) >= this.#detailFrom);
    return {
      kind: "memory",
      bytes: 0,
      requests: detailed.reduce((sum, { sign }) => sum + sign, 0),
      dropped: {
        lateRows: this.#lateRows,
        traces: this.#traces.dropped,
        overBound:
          this.#requests.dropped +
          this.#hits.dropped +
          this.#counters.dropped +
          this.#documents.dropped +
          this.#alerts.dropped,
      },
    };
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #onTime<Row extends { readonly ts: Millis }>(rows: readonly Row[]): readonly Row[] {
    const onTime = rows.filter(({ ts }) => dayOf(ts) >= this.#detailFrom);
    this.#lateRows += rows.length - onTime.length;
    return onTime;
  }

  #isCounted({ kind, key }: Document): boolean {
    if (kind === "finding") return this.#hits.rows.some(({ fingerprint }) => fingerprint === key);
    return this.#counters.has(kind, key);
  }
}
