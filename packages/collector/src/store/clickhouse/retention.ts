import { randomUUID } from "node:crypto";
import { HOUR_MS, startOfDay } from "../day.ts";
import type { Lease } from "../alert-port.ts";
import { tracesToPin } from "../trace-retention.ts";
import { isTimeout } from "./database-error.ts";
import { KIND } from "./dimension.ts";
import type { DocumentTable } from "./document-table.ts";
import type { FactReader } from "./fact-reader.ts";
import type { Leases } from "./leases.ts";
import { integer } from "./literal.ts";
import { closedMark, detailMark, droppedMark, type Marks, sealedMark } from "./marks.ts";
import { HOUR_OF_ROW, onCluster, type Place, type SharedTable, sharded, type ShardedTable } from "./schema.ts";
import type { Server } from "./servers.ts";
import { type Field, hexOf } from "./tab-separated.ts";
import { count } from "./tally.ts";
import { PINNED, type TraceRow, type TraceTable } from "./trace-table.ts";
import { rangeOf } from "./time-range.ts";

export interface RetentionParts {
  readonly place: Place;
  readonly facts: FactReader;
  readonly traces: TraceTable;
  readonly documents: DocumentTable;
  readonly leases: Leases;
  readonly clock: () => number;
}

const HOUR_COLUMNS = [
  "kind",
  "day",
  "dim",
  "hour",
  "seal",
  "n",
  "errors",
  "first",
  "last",
  "duration",
  "saved_low",
  "saved_high",
  "field",
  "count",
] as const;
const ROWS_AT_ONCE = 5_000;
/** How long servers that are away are waited for. Milliseconds. */
const DROP_MS = 15_000;

/**
 * Lets days go. Before the rows of a day go, its hours are written under a seal of this holder's, and a fenced mark says
 * that this seal counts: whoever else wrote hours of that day meanwhile wrote them for nobody.
 */
export class Retention {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Under a lease. Returns false when it was taken over; the next holder does the rest. */
  async dropDetail(
    server: Server,
    marks: Marks,
    day: string,
    lease: Lease,
    settled: ReadonlySet<string>,
  ): Promise<boolean> {
    const { leases } = this.#parts;
    if (!(await leases.put([closedMark(day)], lease))) return false;
    for (const leaving of await this.#days(server, "facts", marks.detailFrom, day)) {
      if (marks.seals.has(leaving)) continue;
      const seal = randomUUID();
      await this.#seal(server, marks, leaving, seal);
      if (!(await leases.put([sealedMark(leaving, seal)], lease))) return false;
    }
    await this.#pinTraces(server, day, settled);
    if (!(await leases.put([detailMark(day)], lease))) return false;
    await this.#dropDays(server, ["facts", "traces", "settled"], day);
    return true;
  }

  async drop(server: Server, day: string, lease: Lease): Promise<void> {
    await this.#parts.documents.carryOver(server, day);
    if (!(await this.#parts.leases.put([droppedMark(day)], lease))) return;
    await this.#dropDays(server, ["hours", "names", "documents"], day);
  }

  async #seal(server: Server, marks: Marks, day: string, seal: string): Promise<void> {
    const start = startOfDay(day);
    const facts = sharded(this.#parts.place, "facts");
    const hours = await server.rows<readonly [number]>(
      `SELECT DISTINCT ${HOUR_OF_ROW} FROM ${facts} WHERE day = ${integer(Number(day))}
       AND kind IN (${KIND.request}, ${KIND.hit})`,
    );
    for (const [number] of hours) {
      const hour = number * HOUR_MS;
      if (hour < start) continue;
      for (const kind of [KIND.request, KIND.hit]) {
        await this.#sealHour(server, marks, { kind, day, hour, seal });
      }
    }
    const counters = await server.rows<readonly [number, string, number, string, number]>(
      `SELECT kind, hex(dim), ts, field, sum(count) FROM ${facts}
       WHERE day = ${integer(Number(day))} AND kind IN (${KIND.pair}, ${KIND.shape}) GROUP BY kind, dim, ts, field`,
    );
    await this.#insertHours(
      server,
      counters.map(([kind, hex, ts, field, n]) => {
        return [kind, Number(day), { hex }, ts, seal, 0, 0, 0, 0, "", "", "", field, n];
      }),
    );
  }

  async #sealHour(
    server: Server,
    marks: Marks,
    of: { readonly kind: 1 | 2; readonly day: string; readonly hour: number; readonly seal: string },
  ): Promise<void> {
    const range = rangeOf({ from: of.hour, to: of.hour + HOUR_MS });
    const { sums } = await this.#parts.facts.sums(
      server,
      { ...marks, seals: new Map() },
      { kind: of.kind, names: {}, range, fresh: true },
    );
    const rows = [...sums].map(([hex, sum]): readonly Field[] => {
      const { requests, errors, firstSeen, lastSeen, duration, savedLow, savedHigh } = sum;
      const span = [firstSeen === Infinity ? 0 : firstSeen, Math.max(0, lastSeen)];
      const sketches = [duration, savedLow, savedHigh].map(hexOf);
      return [of.kind, Number(of.day), { hex }, of.hour, of.seal, requests, errors, ...span, ...sketches, "", 0];
    });
    await this.#insertHours(server, rows);
  }

  async #insertHours(server: Server, rows: readonly (readonly Field[])[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await server.insert(sharded(this.#parts.place, "hours"), HOUR_COLUMNS, rows.slice(from, from + ROWS_AT_ONCE));
    }
  }

  async #pinTraces(server: Server, day: string, settled: ReadonlySet<string>): Promise<void> {
    const { traces, place, clock } = this.#parts;
    const candidates = await traces.list(server, `day < ${integer(Number(day))}`);
    const choice = tracesToPin(candidates, settled);
    const leaving = candidates.filter((row) => row.day === PINNED && !choice.kept.has(row));
    if (leaving.length > 0) await traces.letGo(server, leaving, await traces.nextSeq(server, clock()));
    const staying = candidates.filter((row) => row.day !== PINNED && choice.kept.has(row));
    // The same request under two days: the later one stays.
    const newest = new Map<string, TraceRow>(staying.map((row) => [`${row.traceId}/${row.spanId}`, row]));
    if (newest.size > 0) await traces.pin(server, [...newest.values()], await traces.nextSeq(server, clock()));
    await count(server, place, "traces", `pinned before ${day}`, choice.overBound);
  }

  async #days(server: Server, table: ShardedTable, from: string, before: string): Promise<readonly string[]> {
    const rows = await server.rows<readonly [number]>(
      `SELECT DISTINCT day FROM ${sharded(this.#parts.place, table)}
       WHERE day >= ${integer(Math.max(1, Number(from)))} AND day < ${integer(Number(before))} ORDER BY day`,
    );
    return rows.map(([day]) => String(day));
  }

  async #dropDays(server: Server, tables: readonly (ShardedTable | SharedTable)[], before: string): Promise<void> {
    const { place } = this.#parts;
    for (const table of tables) {
      const days = await server.rows<readonly [number]>(
        `SELECT DISTINCT day FROM ${place.database}.${table} WHERE day > ${PINNED} AND day < ${integer(Number(before))}`,
      );
      for (const [day] of days) {
        const statement = `ALTER TABLE ${place.database}.${table}${onCluster(place)} DROP PARTITION ${integer(day)}`;
        // A server that is away does it when it is back; until then the marks hide what it still has.
        await server.command(statement, DROP_MS).catch((error: unknown) => {
          if (!isTimeout(error)) throw error;
        });
      }
    }
  }
}
