import { errorText } from "./sent-error.ts";
import type { AlertRow, AlertRowKind, AlertRowQuery, Lease, LeaseWish } from "../alert-port.ts";
import { startOfDay, checkStep } from "../day.ts";
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
import type { AnnouncedDeploy } from "../versions.ts";
import { withSketches } from "../lazy-sketches.ts";
import { hourCounters } from "../hour-counters.ts";
import type { Durability } from "./open-database.ts";
import type { Reader } from "./reader.ts";
import { StoreThread } from "./store-thread.ts";
import type { Writer } from "./writer.ts";

export interface SqliteOptions {
  /** Created when it is not there. */
  readonly folder: string;
  /** Default `NORMAL`. */
  readonly durability?: Durability;
}

/**
 * The embedded store: `node:sqlite`, one writing and one reading thread, `main.db` and a complete file per UTC day.
 * A batch is on disk, safe from the process being killed, when `writeBatch` resolves. Nothing blocks the caller's thread.
 */
export class SqliteStore implements Store {
  readonly #writer: StoreThread<Writer>;
  readonly #reader: StoreThread<Reader>;

  constructor({ folder, durability = "NORMAL" }: SqliteOptions) {
    this.#writer = new StoreThread({ role: "writer", folder, durability });
    this.#reader = new StoreThread({ role: "reader", folder, durability });
  }

  /** Creates or brings up the files; every other call expects it to have been made. */
  async migrate(): Promise<void> {
    await Promise.all([this.#writer.call("ready"), this.#reader.call("ready")]);
  }

  async writeBatch(batch: Batch): Promise<void> {
    await this.#writer.call("writeBatch", { ...batch, counters: hourCounters(batch.counters) });
  }

  async hasBatch(id: string): Promise<boolean> {
    return this.#reader.call("hasBatch", id);
  }

  async routes(query: RouteQuery): Promise<readonly RouteAggregate[]> {
    return (await this.#reader.call("routes", query)).map((route) => withSketches(route));
  }

  async routeSeries(query: RouteKey & Window & { readonly step: Millis }): Promise<readonly SeriesAggregate[]> {
    checkStep(query.step);
    const points = await this.#reader.call("routeSeries", query);
    return points.map(({ firstSeen: _first, lastSeen: _last, ...point }) => withSketches(point));
  }

  async findings(query: FindingQuery): Promise<readonly FindingAggregate[]> {
    const found = await this.#reader.call("findings", query);
    return found.map(({ errors: _errors, ...finding }) => withSketches(finding));
  }

  async counters(query: CounterQuery): Promise<readonly CounterAggregate[]> {
    return this.#reader.call("counters", query);
  }

  async documents(kind: DocumentKind, keys: readonly string[], app?: App): Promise<readonly Document[]> {
    return this.#reader.call("documents", kind, keys, app);
  }

  async presence(query: PresenceQuery): Promise<Presence> {
    return this.#reader.call("presence", query);
  }

  async exemplars(query: ExemplarQuery): Promise<readonly Exemplar[]> {
    return this.#reader.call("exemplars", query);
  }

  async trace(traceId: string): Promise<readonly StoredTrace[]> {
    return this.#reader.call("trace", traceId);
  }

  async findingState(fingerprint: string): Promise<FindingState | undefined> {
    return this.#reader.call("findingState", fingerprint);
  }

  async findingStates(): Promise<readonly FindingState[]> {
    return this.#reader.call("findingStates");
  }

  async putFindingState(state: FindingState): Promise<void> {
    await this.#writer.call("putState", state);
  }

  async versions(query: Partial<App>): Promise<readonly VersionAggregate[]> {
    return this.#reader.call("versions", query);
  }

  async putDeploy(deploy: AnnouncedDeploy): Promise<void> {
    await this.#writer.call("putDeploy", deploy);
  }

  async takeLease(wish: LeaseWish): Promise<Lease | undefined> {
    return this.#writer.call("takeLease", wish);
  }

  async releaseLease(lease: Lease): Promise<void> {
    await this.#writer.call("releaseLease", lease);
  }

  async putAlertRows(rows: readonly AlertRow[], lease?: Lease): Promise<boolean> {
    return this.#writer.call("putAlertRows", rows, lease);
  }

  async alertRows(query: AlertRowQuery): Promise<readonly AlertRow[]> {
    return this.#reader.call("alertRows", query);
  }

  async dropAlertRows(kind: AlertRowKind, before: Millis): Promise<void> {
    await this.#writer.call("dropAlertRows", kind, before);
  }

  async dropDetailBefore(day: string): Promise<void> {
    startOfDay(day);
    await this.#writer.call("dropDetailBefore", day);
  }

  async dropBefore(day: string): Promise<void> {
    startOfDay(day);
    await this.#writer.call("dropBefore", day);
  }

  async health(): Promise<{ readonly ok: boolean; readonly detail?: string }> {
    try {
      return await this.#reader.call("health");
    } catch (error) {
      return { ok: false, detail: errorText(error) };
    }
  }

  async stats(): Promise<StoreStats> {
    return this.#reader.call("stats");
  }

  async close(): Promise<void> {
    await Promise.all([this.#reader.close(), this.#writer.close()]);
  }
}
