import type { DatabaseSync, StatementSync } from "node:sqlite";
import { bucketOf } from "@weir/core";
import { floorTo, HOUR_MS, MINUTE_MS, startOfDay } from "../day.ts";
import type { Document, HitRow, RequestRow } from "../port.ts";
import { BatchSums } from "./batch-sums.ts";
import type { DayPart } from "./day-part.ts";
import { Dictionary } from "./dictionary.ts";
import type { HourCounter } from "./hour-counters.ts";
import { type Durability, openForWriting, transaction } from "./open-database.ts";
import { DAY_TABLES } from "./schema.ts";
import { TraceWriter } from "./trace-writer.ts";
import { defineMerges, encodeFields, sharedUpserts, type SharedUpserts } from "./upserts.ts";

/** The writer's side of one day's file. Each part of a batch is one transaction. */
export class DayWriter {
  readonly db: DatabaseSync;
  readonly #start: number;
  readonly #dictionary: Dictionary;
  readonly #traces: TraceWriter;
  readonly #upserts: SharedUpserts;
  readonly #hasBatch: StatementSync;
  readonly #addBatch: StatementSync;
  readonly #addRequest: StatementSync;
  readonly #raiseRevision: StatementSync;

  constructor(path: string, day: string, durability: Durability) {
    this.db = openForWriting(path, DAY_TABLES, durability, defineMerges);
    this.#start = startOfDay(day);
    this.#dictionary = new Dictionary(this.db);
    this.#traces = new TraceWriter(this.db, this.#dictionary);
    this.#upserts = sharedUpserts(this.db, ["route_minutes", "finding_minutes"]);
    this.#hasBatch = this.db.prepare("SELECT 1 FROM batches WHERE id = ?");
    this.#addBatch = this.db.prepare("INSERT INTO batches (id, days) VALUES (?, ?)");
    this.#addRequest = this.db.prepare(`INSERT INTO requests VALUES (${"?, ".repeat(17)}?)`);
    this.#raiseRevision = this.db.prepare(
      "INSERT INTO settings VALUES ('revision', 1) ON CONFLICT DO UPDATE SET value = value + 1",
    );
  }

  /** Returns how many traces met a bound; nothing changes for a batch the day already has. */
  write(batchId: string, days: readonly string[], part: DayPart, settled: ReadonlySet<string>): number {
    try {
      return transaction(this.db, "BEGIN IMMEDIATE", () => {
        if (this.#hasBatch.get(batchId) !== undefined) return 0;
        const batch = Number(this.#addBatch.run(batchId, JSON.stringify(days)).lastInsertRowid);
        this.#raiseRevision.run();
        for (const [index, row] of part.requests.entries()) this.#writeRequest(batch, index, row);
        this.#writeSums(part);
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

  #writeRequest(batch: number, index: number, row: RequestRow): void {
    this.#addRequest.run(
      batch,
      index,
      row.ts,
      this.#dictionary.route(row),
      this.#dictionary.text(row.version),
      row.sign,
      row.duration,
      row.savedLow,
      row.savedHigh,
      bucketOf(row.duration),
      bucketOf(row.savedLow),
      bucketOf(row.savedHigh),
      row.status,
      row.error ? 1 : 0,
      row.spans,
      row.findings,
      Buffer.from(row.traceId, "hex"),
      Buffer.from(row.spanId, "hex"),
    );
  }

  #writeSums({ requests, hits }: DayPart): void {
    const sums = new BatchSums();
    for (const row of requests) this.#sumRequest(sums, row);
    for (const row of hits) this.#sumHit(sums, row);
    for (const { table, bucket, ids, sum } of sums.groups) {
      const presence = table === "route_days" || table === "finding_days";
      this.#upserts[table]?.run(bucket, ...ids, ...(presence ? [sum.n, sum.first, sum.last] : sum.columns));
    }
  }

  #sumRequest(sums: BatchSums, row: RequestRow): void {
    const ids = [this.#dictionary.route(row), this.#dictionary.text(row.version)];
    sums.add("route_minutes", floorTo(row.ts, MINUTE_MS), ids, row, row.error);
    sums.add("route_hours", floorTo(row.ts, HOUR_MS), ids, row, row.error);
    sums.add("route_days", this.#start, ids, row, row.error);
  }

  #sumHit(sums: BatchSums, row: HitRow): void {
    const finding = this.#dictionary.text(row.fingerprint);
    const ids = [finding, this.#dictionary.route(row), this.#dictionary.text(row.version)];
    sums.add("finding_minutes", floorTo(row.ts, MINUTE_MS), ids, row, false);
    sums.add("finding_hours", floorTo(row.ts, HOUR_MS), ids, row, false);
    sums.add("finding_days", this.#start, ids, row, false);
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
