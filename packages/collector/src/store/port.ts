import type { Micros, Sketch } from "@weir/core";
import type { AlertStore } from "./alert-port.ts";

/**
 * The store's port. Adapters live in folders beside this file and answer equally: `contract.ts` is the one suite all
 * of them pass. Durations are stored as integer log buckets (`core/sketch`) so that engines group integers and shared
 * code finishes every quantile.
 *
 * Windows are rounded outwards: `routes`, `routeSeries` and `findings` to whole minutes (to whole hours on days whose
 * detail was dropped), `counters` to whole hours, `presence` to whole UTC days; `exemplars` is exact.
 * A group whose corrections took every row back is left out; `firstSeen` and `lastSeen` span all rows ever added.
 */
export interface Store extends AlertStore {
  /** Atomic per UTC day and idempotent by `batch.id`: writing a batch again changes nothing. */
  writeBatch(batch: Batch): Promise<void>;
  /** True when the whole batch of this id is stored; asked after a crash, before anything is replayed. */
  hasBatch(id: string): Promise<boolean>;
  routes(query: RouteQuery): Promise<readonly RouteAggregate[]>;
  /** Points at multiples of `step` since the epoch, empty ones left out. `step`: whole minutes. */
  routeSeries(query: RouteKey & Window & { readonly step: Millis }): Promise<readonly SeriesAggregate[]>;
  findings(query: FindingQuery): Promise<readonly FindingAggregate[]>;
  /** Additive evidence counters, merged over the window. */
  counters(query: CounterQuery): Promise<readonly CounterAggregate[]>;
  /** Newest document per key, of one app where given, else of all apps together. */
  documents(kind: DocumentKind, keys: readonly string[], app?: App): Promise<readonly Document[]>;
  /** How often routes and findings were seen per version, without distributions: cheap over the whole retention. */
  presence(query: PresenceQuery): Promise<Presence>;
  exemplars(query: ExemplarQuery): Promise<readonly Exemplar[]>;
  trace(traceId: string): Promise<readonly StoredTrace[]>;
  findingState(fingerprint: string): Promise<FindingState | undefined>;
  findingStates(): Promise<readonly FindingState[]>;
  putFindingState(state: FindingState): Promise<void>;
  versions(query: Partial<App>): Promise<readonly VersionAggregate[]>;
  putDeploy(deploy: App & { readonly version: string; readonly at: Millis }): Promise<void>;
  /**
   * Removes rows, minutes and traces of whole UTC days before this one (`YYYYMMDD`). Hours, counters, documents and
   * the traces pinned by findings stay. Rows that arrive for such a day afterwards are counted and dropped.
   */
  dropDetailBefore(day: string): Promise<void>;
  /** Removes everything of whole UTC days before this one (`YYYYMMDD`); documents go when nothing counted refers to them. */
  dropBefore(day: string): Promise<void>;
  migrate(): Promise<void>;
  health(): Promise<{ readonly ok: boolean; readonly detail?: string }>;
  stats(): Promise<StoreStats>;
  close(): Promise<void>;
}

export interface StoreStats {
  readonly kind: string;
  readonly bytes: number;
  /** Requests counted on the days whose detail is kept. */
  readonly requests: number;
  readonly dropped: {
    /** Rows that came for a day already dropped. */
    readonly lateRows: number;
    /** Traces not kept because a named bound was reached. */
    readonly traces: number;
    /** Rows, counters and documents a store without a disk let go at its bounds. */
    readonly overBound: number;
  };
}

/** Milliseconds since the Unix epoch, UTC. */
export type Millis = number;

export interface App {
  readonly service: string;
  readonly env: string;
}

export interface RouteKey extends App {
  /** `GET /shop/[category]` */
  readonly routeKey: string;
}

export interface Window {
  /** Inclusive. */
  readonly from: Millis;
  /** Exclusive. */
  readonly to: Millis;
}

export interface Batch {
  /** Collector id and sequence; unique for ever. */
  readonly id: string;
  readonly requests: readonly RequestRow[];
  readonly hits: readonly HitRow[];
  readonly counters: readonly CounterRow[];
  readonly documents: readonly Document[];
  readonly traces: readonly StoredTrace[];
}

interface Dimension extends RouteKey {
  readonly ts: Millis;
  /** `""` when the sender gave none. */
  readonly version: string;
  /** +1, or -1 to take an earlier row back (late-span correction). */
  readonly sign: 1 | -1;
}

export interface RequestRow extends Dimension {
  readonly method: string;
  readonly route: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly duration: Micros;
  readonly savedLow: Micros;
  readonly savedHigh: Micros;
  readonly status: number;
  readonly error: boolean;
  readonly spans: number;
  readonly findings: number;
}

/** One finding seen in one request, with its marginal saving. */
export interface HitRow extends Dimension {
  readonly fingerprint: string;
  readonly duration: Micros;
  readonly savedLow: Micros;
  readonly savedHigh: Micros;
}

/** Evidence as additive counts: `field` of pair or route `key` was seen `count` times. */
export interface CounterRow extends Dimension {
  readonly kind: "pair" | "shape";
  readonly key: string;
  readonly field: string;
  readonly count: number;
}

export type DocumentKind = "finding" | "pair" | "shape";

/** Describes what a key stands for; the newest by `ts` wins. */
export interface Document extends RouteKey {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly version: string;
  readonly ts: Millis;
  /** JSON text. */
  readonly body: string;
}

export interface StoredTrace extends RouteKey {
  readonly ts: Millis;
  readonly version: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly duration: Micros;
  readonly saved: Micros;
  /** Findings seen in it. */
  readonly fingerprints: readonly string[];
  /** Gzipped JSON of the `TraceView`, then of the raw spans. */
  readonly view: Uint8Array;
  readonly spans?: Uint8Array;
}

export interface RouteQuery extends Partial<App>, Window {
  readonly version?: string;
  readonly method?: string;
  readonly routeKey?: string;
  /** One aggregate per (route, version) instead of per route. */
  readonly perVersion?: boolean;
}

export interface RouteAggregate extends RouteKey {
  readonly method: string;
  readonly route: string;
  /** Present exactly when the query said `perVersion`. */
  readonly version?: string;
  readonly requests: number;
  readonly errors: number;
  readonly duration: Sketch;
  readonly savedLow: Sketch;
  readonly savedHigh: Sketch;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
}

export interface SeriesAggregate {
  readonly at: Millis;
  readonly requests: number;
  readonly errors: number;
  readonly duration: Sketch;
  readonly savedLow: Sketch;
  readonly savedHigh: Sketch;
}

export interface FindingQuery extends Partial<App>, Window {
  readonly version?: string;
  readonly routeKey?: string;
  readonly fingerprint?: string;
}

/** One (finding, route, version) over the window. */
export interface FindingAggregate extends RouteKey {
  readonly fingerprint: string;
  readonly version: string;
  readonly requests: number;
  readonly duration: Sketch;
  readonly savedLow: Sketch;
  readonly savedHigh: Sketch;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
}

export interface PresenceQuery extends Partial<App>, Window {
  readonly fingerprint?: string;
}

export interface RoutePresence extends RouteKey {
  readonly version: string;
  readonly requests: number;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
}

export interface FindingPresence extends RoutePresence {
  readonly fingerprint: string;
}

export interface Presence {
  readonly routes: readonly RoutePresence[];
  readonly findings: readonly FindingPresence[];
}

export interface CounterQuery extends Partial<App>, Window {
  readonly kind: "pair" | "shape";
  readonly routeKey?: string;
  readonly keys?: readonly string[];
  readonly version?: string;
}

export interface CounterAggregate extends RouteKey {
  readonly version: string;
  readonly key: string;
  readonly fields: ReadonlyMap<string, number>;
}

export interface ExemplarQuery extends Partial<App>, Window {
  readonly routeKey?: string;
  readonly fingerprint?: string;
}

export interface Exemplar extends RouteKey {
  /** Findings seen in it. */
  readonly fingerprints: readonly string[];
  readonly traceId: string;
  readonly spanId: string;
  readonly ts: Millis;
  readonly version: string;
  readonly duration: Micros;
  readonly saved: Micros;
}

export interface FindingState {
  readonly fingerprint: string;
  readonly status: string;
  readonly reason?: string;
  readonly until?: Millis;
  /** Holds only while this is the newest deploy. */
  readonly untilDeployAfter?: string;
  /** Holds only up to so many milliseconds of user wait per minute. */
  readonly untilWaitAbove?: number;
  readonly by: string;
  readonly at: Millis;
  readonly history: readonly {
    readonly at: Millis;
    readonly status: string;
    readonly by: string;
    readonly reason?: string;
    readonly version?: string;
  }[];
}

export interface VersionAggregate extends App {
  readonly version: string;
  readonly requests: number;
  /** The announced time of the deploy (`putDeploy`) where there is one, else the first request's. */
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
}
