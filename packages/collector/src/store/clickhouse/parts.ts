import { setTimeout as wait } from "node:timers/promises";
import type { Millis } from "../port.ts";
import { AlertDocuments } from "./alert-documents.ts";
import { BatchWriter } from "./batch-writer.ts";
import { CounterReader } from "./counter-reader.ts";
import { DocumentTable } from "./document-table.ts";
import { FactReader } from "./fact-reader.ts";
import { Leases } from "./leases.ts";
import { Names } from "./names.ts";
import { PresenceReader } from "./presence-reader.ts";
import { Retention } from "./retention.ts";
import type { Place } from "./schema.ts";
import { SeriesReader } from "./series-reader.ts";
import { SettledHours } from "./settled-hours.ts";
import type { Servers } from "./servers.ts";
import { StateLog } from "./state-log.ts";
import { TraceTable } from "./trace-table.ts";

/** Everything that needs to know where the store lies. */
export class Parts {
  readonly place: Place;
  readonly log: StateLog;
  readonly leases: Leases;
  readonly alerts: AlertDocuments;
  readonly facts: FactReader;
  readonly points: SeriesReader;
  readonly presence: PresenceReader;
  readonly counters: CounterReader;
  readonly documents: DocumentTable;
  readonly traces: TraceTable;
  readonly batches: BatchWriter;
  readonly retention: Retention;

  /** `remembers`: whoever answers a question has seen what the last one said; not so with several shards. */
  constructor(servers: Servers, place: Place, writer: string, clock: () => Millis, remembers: boolean) {
    const names = new Names(place);
    this.place = place;
    this.log = new StateLog(place, writer);
    this.leases = new Leases(servers, this.log, async (ms) => wait(ms));
    this.alerts = new AlertDocuments(this.log, this.leases);
    const settled = new SettledHours(place, remembers, clock);
    this.facts = new FactReader(place, names, settled);
    this.points = new SeriesReader(place, names);
    this.presence = new PresenceReader(place, names, settled);
    this.counters = new CounterReader(place, names);
    this.documents = new DocumentTable(place);
    this.traces = new TraceTable(place);
    this.batches = new BatchWriter({ place, names, documents: this.documents, traces: this.traces, clock });
    const { facts, traces, documents, leases } = this;
    this.retention = new Retention({ place, facts, traces, documents, leases, clock });
  }
}
