import type { DatabaseSync, StatementSync } from "node:sqlite";
import { startOfDay } from "../day.ts";
import type { Document, HitRow, Millis, RequestRow } from "../port.ts";
import { BatchSums, type SummedGroup } from "./batch-sums.ts";
import type { DayPart } from "../day-part.ts";
import { Dictionary } from "./dictionary.ts";
import type { HourCounter } from "../hour-counters.ts";
import { type Durability, openForWriting, transaction } from "./open-database.ts";
import { type BlockRow, encodeBlock } from "./request-block.ts";
import { DAY_FORM } from "./schema.ts";
import { TraceWriter } from "./trace-writer.ts";
import {
  defineMerges,
  encodeFields,
  type Presences,
  type Rollups,
  sharedUpserts,
  type SharedUpserts,
} from "./upserts.ts";

/** The writer's side of one day's file. Each part of a batch is one transaction. */
export class DayWriter {
  readonly db: DatabaseSync;
  readonly #start: number;
  readonly #dictionary: Dictionary;
  readonly #traces: TraceWriter;
  readonly #upserts: SharedUpserts;
  readonly #hasBatch: StatementSync;
  readonly #addBatch: StatementSync;
  readonly #addBlock: StatementSync;
  readonly #raiseRevision: StatementSync;
  readonly #touchHour: StatementSync;

  constructor(path: string, day: string, durability: Durability) {
    this.db = openForWriting(path, DAY_FORM, durability, defineMerges);
    this.#start = startOfDay(day);
    this.#dictionary = new Dictionary(this.db);
    this.#traces = new TraceWriter(this.db, this.#dictionary);
    this.#upserts = sharedUpserts(this.db, ["route_minutes", "finding_minutes"]);
    this.#hasBatch = this.db.prepare("SELECT 1 FROM batches WHERE id = ?");
    this.#addBatch = this.db.prepare("INSERT INTO batches (id, days) VALUES (?, ?)");
    this.#addBlock = this.db.prepare("INSERT INTO request_blocks (batch, rows) VALUES (?, ?)");
    this.#raiseRevision = this.db.prepare(
      "INSERT INTO settings VALUES ('revision', 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value",
    );
    this.#touchHour = this.db.prepare("INSERT OR REPLACE INTO hours (bucket, revision) VALUES (?, ?)");
  }

  /** Returns how many traces met a bound; nothing changes for a batch the day already has. */
  write(batchId: string, days: readonly string[], part: DayPart, settled: ReadonlySet<string>): number {
    try {
      return transaction(this.db, "BEGIN IMMEDIATE", () => {
        if (this.#hasBatch.get(batchId) !== undefined) return 0;
        const batch = Number(this.#addBatch.run(batchId, JSON.stringify(days)).lastInsertRowid);
        const revision = Number(this.#raiseRevision.get()?.["value"]);
        for (const hour of this.#writeCounts(batch, part)) this.#touchHour.run(hour, revision);
        for (const counter of part.counters) this.#writeCounter(counter);
        for (const document of part.documents) this.#writeDocument(document);
        return this.#traces.write(part.traces, settled);
      });
    } catch (error) {
      this.#dictionary.forget();
      throw error;
    }
  }

  close(): void {
    this.db.close();
  }

  /** Returns the hours in which anything was counted. */
  #writeCounts(batch: number, { requests, hits, counters }: DayPart): ReadonlySet<Millis> {
    const routes = new BatchSums();
    const rows = requests.map((row) => this.#blockRow(row));
    for (const row of rows) routes.add([row.route, row.version], row, row.error);
    if (rows.length > 0) this.#addBlock.run(batch, encodeBlock(rows));
    const findings = new BatchSums();
    for (const hit of hits) findings.add(this.#findingIds(hit), hit, false);
    const hours = [...routes.hours];
    const findingHours = [...findings.hours];
    this.#add("route_minutes", routes.minutes);
    this.#add("route_hours", hours);
    this.#addPresence("route_days", routes.day(this.#start));
    this.#add("finding_minutes", findings.minutes);
    this.#add("finding_hours", findingHours);
    this.#addPresence("finding_days", findings.day(this.#start));
    return new Set([...[...hours, ...findingHours].map(({ bucket }) => bucket), ...counters.map(({ hour }) => hour)]);
  }

  #blockRow(row: RequestRow): BlockRow {
    const { ts, sign, duration, savedLow, savedHigh, status, error, spans, findings, traceId, spanId } = row;
    const [route, version] = [this.#dictionary.route(row), this.#dictionary.text(row.version)];
    return { ts, route, version, sign, duration, savedLow, savedHigh, status, error, spans, findings, traceId, spanId };
  }

  #findingIds(row: HitRow): readonly number[] {
    return [this.#dictionary.text(row.fingerprint), this.#dictionary.route(row), this.#dictionary.text(row.version)];
  }

  #add(table: Rollups, groups: Iterable<SummedGroup>): void {
    for (const { bucket, ids, sum } of groups) this.#upserts[table]?.run(bucket, ...ids, ...sum.columns);
  }

  #addPresence(table: Presences, groups: Iterable<SummedGroup>): void {
    for (const { bucket, ids, sum } of groups) this.#upserts[table]?.run(bucket, ...ids, sum.n, sum.first, sum.last);
  }

  #writeCounter(counter: HourCounter): void {
    const { kind, key, version, hour, fields } = counter;
    const route = this.#dictionary.route(counter);
    const versionId = this.#dictionary.text(version);
    this.#upserts.counters.run(route, versionId, kind, this.#dictionary.text(key), hour, encodeFields(fields));
  }

  #writeDocument({ kind, key, service, env, routeKey, version, ts, body }: Document): void {
    this.#upserts.documents.run(kind, key, service, env, routeKey, version, ts, body);
  }
}
