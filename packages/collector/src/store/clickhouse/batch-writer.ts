import { type Micros, quantile, type SketchBuilder } from "@weir/core";
import type { Batch, RouteKey, StoredTrace } from "../port.ts";
import { type DayPart, rowsIn, splitByDay } from "../day-part.ts";
import { hourCounters } from "../hour-counters.ts";
import { tracesToKeep } from "../trace-retention.ts";
import { catchUp } from "./catch-up.ts";
import type { DocumentTable } from "./document-table.ts";
import { KIND } from "./dimension.ts";
import { batchDimension, dimensionsIn, FACT_COLUMNS, factRows } from "./fact-rows.ts";
import { layersOf } from "./layers.ts";
import { addBuckets } from "./fact-sums.ts";
import { all, bytes, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { Names } from "./names.ts";
import { type Place, sharded } from "./schema.ts";
import type { Server } from "./servers.ts";
import { count } from "./tally.ts";
import type { TraceTable } from "./trace-table.ts";

export interface BatchTables {
  readonly place: Place;
  readonly names: Names;
  readonly documents: DocumentTable;
  readonly traces: TraceTable;
  readonly clock: () => number;
}

/**
 * Writes a batch: first what it refers to, each of which may be there twice or without it, then its one block of facts
 * per day. A batch counts from then on; a batch that is there is not written again.
 */
export class BatchWriter {
  readonly #tables: BatchTables;

  constructor(tables: BatchTables) {
    this.#tables = tables;
  }

  /** A replica that is behind does not know what another one has: it is not believed until it has caught up. */
  async hasBatch(server: Server, marks: Marks, id: string): Promise<boolean> {
    if (await this.#isThere(server, marks, id)) return true;
    const { place } = this.#tables;
    const own = `${place.database}.facts`;
    if (server.caughtUp.has(own)) return false;
    await catchUp(server, place, own);
    return this.#isThere(server, marks, id);
  }

  async #isThere(server: Server, marks: Marks, id: string): Promise<boolean> {
    const { days, present } = await this.#standing(server, id);
    return days.length > 0 && days.every((day) => present.has(day) || day < marks.openFrom);
  }

  async write(server: Server, marks: Marks, batch: Batch, settled: () => Promise<ReadonlySet<string>>): Promise<void> {
    const parts = splitByDay({ ...batch, counters: hourCounters(batch.counters) });
    const { present } = await this.#standing(server, batch.id);
    const missing = parts.filter(({ day }) => !present.has(day));
    const [late, onTime] = [missing.filter(isLate(marks)), missing.filter((part) => !isLate(marks)(part))];
    const { place, names, documents } = this.#tables;
    await count(
      server,
      place,
      "lateRows",
      batch.id,
      late.reduce((sum, part) => sum + rowsIn(part), 0),
    );
    if (onTime.length === 0) return;
    const days = parts.map(({ day }) => day);
    for (const part of onTime) {
      await names.write(server, part.day, dimensionsIn(part));
      await documents.put(server, part.day, part.documents);
      await this.#putTraces(server, part);
    }
    const rows = onTime.flatMap((part) => factRows(batch.id, days, part, (dimension) => names.id(dimension)));
    await server.insert(sharded(place, "facts"), FACT_COLUMNS, rows);
    let overBound = 0;
    for (const part of onTime) {
      if (part.traces.length > 0) overBound += await this.#chooseTraces(server, part, await settled());
    }
    await count(server, place, "traces", batch.id, overBound);
  }

  /** The days a batch has, and those that are stored. */
  async #standing(
    server: Server,
    id: string,
  ): Promise<{ readonly days: readonly string[]; readonly present: ReadonlySet<string> }> {
    const rows = await server.rows<readonly [number, string]>(
      `SELECT DISTINCT day, field FROM ${sharded(this.#tables.place, "facts")}
       WHERE kind = ${KIND.batch} AND dim = ${bytes(batchDimension(id).hex)}`,
    );
    const days = new Set(rows.flatMap(([, list]) => list.split(",")));
    return { days: [...days], present: new Set(rows.map(([day]) => String(day))) };
  }

  async #putTraces(server: Server, { day, traces }: DayPart): Promise<void> {
    if (traces.length === 0) return;
    // A request that comes twice in one batch is there as it came last.
    const newest = new Map(traces.map((trace) => [`${trace.traceId}/${trace.spanId}`, trace]));
    const seq = await this.#tables.traces.nextSeq(server, this.#tables.clock());
    await this.#tables.traces.put(server, Number(day), [...newest.values()], seq);
  }

  /** Lets go what has no reason to stay, per route. Two collectors at once keep a few more until the next batch. */
  async #chooseTraces(server: Server, part: DayPart, settled: ReadonlySet<string>): Promise<number> {
    const { traces } = this.#tables;
    const touched = new Set(part.traces.map(routeOf));
    const kept = (await traces.list(server, `day = ${integer(Number(part.day))}`)).filter((row) =>
      touched.has(routeOf(row)),
    );
    const medians = await this.#medians(server, part);
    let overBound = 0;
    const leaving = [...touched].flatMap((route) => {
      const rows = kept.filter((row) => routeOf(row) === route);
      const choice = tracesToKeep(rows, (version) => medians.get(`${route}${version}`) ?? 0, settled);
      overBound += choice.overBound;
      return rows.filter((row) => !choice.kept.has(row));
    });
    if (leaving.length > 0) await traces.letGo(server, leaving, await traces.nextSeq(server, this.#tables.clock()));
    return overBound;
  }

  /** Median duration of the day, by route and version, of the routes a part has traces of. */
  async #medians(server: Server, part: DayPart): Promise<ReadonlyMap<string, Micros>> {
    const { place, names } = this.#tables;
    const touched = new Set(part.traces.map(routeOf));
    const filter = { kinds: [KIND.request], from: part.day, to: part.day } as const;
    const apps = new Set(part.traces.map(({ service }) => service));
    const [only] = apps;
    const dimensions = await names.read(server, apps.size === 1 ? { ...filter, service: only } : filter);
    const wanted = [...dimensions].filter(([, dimension]) => touched.has(routeOf(dimension)));
    const medians = new Map<string, Micros>();
    for (const { ids } of layersOf(wanted.map(([hex]) => hex))) {
      if (ids.size === 0) continue;
      const dims = [...ids.values()].map(bytes).join(", ");
      const rows = await server.rows<readonly [number, readonly number[], readonly number[]]>(
        `SELECT bitShiftRight(cell, 11) AS g, groupArray(bitAnd(cell, 2047)), groupArray(n) FROM (
           SELECT cell, sum(toInt64(sign)) AS n FROM ${sharded(place, "facts")}
           WHERE ${all(`kind = ${KIND.request}`, `day = ${integer(Number(part.day))}`, `dim IN (${dims})`)}
           GROUP BY cell) GROUP BY g`,
      );
      for (const [group, buckets, counts] of rows) {
        const dimension = dimensions.get(ids.get(group) ?? "");
        if (dimension === undefined) continue;
        const sketch: SketchBuilder = new Map();
        addBuckets(sketch, buckets, counts);
        medians.set(`${routeOf(dimension)}${dimension.version}`, quantile(sketch, 0.5));
      }
    }
    return medians;
  }
}

function isLate({ openFrom }: Marks): (part: DayPart) => boolean {
  return ({ day }) => day < openFrom;
}

function routeOf({ service, env, routeKey }: RouteKey | StoredTrace): string {
  return JSON.stringify([service, env, routeKey]);
}
