import { WeirError } from "../../errors.ts";
import { Aggregate, type EncodedSums } from "../aggregate.ts";
import { dayOf } from "../day.ts";
import type { Dimension, Kind } from "./dimension.ts";
import { layersOf } from "./layers.ts";
import { all, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { Names } from "./names.ts";
import { sumRows } from "./row-sums.ts";
import { type Place, sharded, shared } from "./schema.ts";
import { scopeOf, type Wanted } from "./scope.ts";
import type { Server } from "./servers.ts";
import { sealsIn } from "./seals.ts";
import { type SettledHours, sumOf } from "./settled-hours.ts";
import type { SumsByDimension } from "./sums-bytes.ts";
import type { TimeRange } from "./time-range.ts";

export interface FactQuery {
  readonly kind: Kind;
  readonly names: Wanted;
  readonly range: TimeRange;
  /** Nothing that was added up before. */
  readonly fresh?: boolean;
}

export interface Found {
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly sums: SumsByDimension;
}

type HourRow = readonly [string, number, number, number, number, string, string, string];

/** Adds up request and finding rows: of days with detail from their rows, of earlier ones from their hours. */
export class FactReader {
  readonly #place: Place;
  readonly #names: Names;
  readonly #settled: SettledHours;

  constructor(place: Place, names: Names, settled: SettledHours) {
    this.#place = place;
    this.#names = names;
    this.#settled = settled;
  }

  async sums(server: Server, marks: Marks, query: FactQuery): Promise<Found> {
    const { kind, names, range, fresh = false } = query;
    const days = daysOf(range, marks);
    const filter = { ...names, kinds: [kind], ...days };
    const [{ dimensions, among, wants }, hours] = await Promise.all([
      scopeOf(server, this.#names, { kind, names, days, prefersAll: !fresh }),
      this.#hours(server, marks, all(`kind = ${kind}`, range.hours, this.#names.among(filter))),
    ]);
    const layers = layersOf(dimensions.keys());
    const settled =
      fresh || among !== undefined
        ? { sums: new Map(), beside: range.rows }
        : await this.#settled.read(server, marks, { kind, range, layers });
    const detail = `day >= ${integer(Number(marks.detailFrom))}`;
    const beside =
      settled.beside === undefined
        ? new Map()
        : await sumRows(server, this.#place, layers, all(`kind = ${kind}`, detail, settled.beside, among));
    const sums = sumOf([hours, settled.sums, beside]);
    for (const hex of sums.keys()) if (!dimensions.has(hex)) return this.#again(server, marks, query);
    const isWanted = (hex: string): boolean => {
      const dimension = dimensions.get(hex);
      return dimension !== undefined && wants(dimension);
    };
    return { dimensions, sums: new Map([...sums].filter(([hex]) => isWanted(hex))) };
  }

  /** Rows came before their names: the replica is a moment behind. */
  async #again(server: Server, marks: Marks, query: FactQuery): Promise<Found> {
    const names = shared(this.#place, "names");
    if (server.caughtUp.has(names)) {
      server.caughtUp.delete(names);
      const detail = { status: 503, retryAfter: 1 };
      throw new WeirError("WEIR_STORE_BEHIND", "The ClickHouse server has not caught up with the others", detail);
    }
    if (this.#place.cluster !== undefined) await server.command(`SYSTEM SYNC REPLICA ${names}`);
    server.caughtUp.add(names);
    return this.sums(server, marks, query);
  }

  async #hours(server: Server, marks: Marks, condition: string): Promise<SumsByDimension> {
    const seals = sealsIn(marks);
    if (seals === undefined) return new Map();
    const rows = await server.rows<HourRow>(
      `SELECT hex(dim), n, errors, first, last, hex(duration), hex(saved_low), hex(saved_high)
       FROM ${sharded(this.#place, "hours")} WHERE ${all(seals, condition)} LIMIT 1 BY dim, hour`,
    );
    const sums = new Map<string, Aggregate>();
    for (const [hex, requests, errors, first, last, ...sketches] of rows) {
      const sum = sums.get(hex) ?? new Aggregate();
      sums.set(hex, sum);
      const [duration, savedLow, savedHigh] = sketches.map((text) => Buffer.from(text, "hex"));
      if (duration === undefined || savedLow === undefined || savedHigh === undefined) continue;
      const [firstSeen, lastSeen] = [first > 0 ? first : Infinity, last > 0 ? last : -Infinity];
      sum.add({ requests, errors, firstSeen, lastSeen, duration, savedLow, savedHigh });
    }
    return new Map([...sums].map(([hex, sum]): readonly [string, EncodedSums] => [hex, sum.sums]));
  }
}

/** First and last day whose names matter. */
export function daysOf(range: TimeRange, marks: Marks): { readonly from: string; readonly to: string } {
  const first = dayOf(range.firstHour);
  return { from: first > marks.from ? first : marks.from, to: dayOf(range.endHour - 1) };
}
