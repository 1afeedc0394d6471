import { addTo } from "@weir/core";
import { WeirError } from "../../errors.ts";
import { dayOf } from "../day.ts";
import { type Dimension, groupOf, type Kind } from "./dimension.ts";
import { addBuckets, addBytes, addSpan, addSum, moveFromZero, type Sum, sumAt, type Sums } from "./fact-sums.ts";
import { all, bytes, integer, oneOf } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { NameFilter, Names } from "./names.ts";
import { type Place, sharded, shared } from "./schema.ts";
import type { Server } from "./servers.ts";
import { sealsIn } from "./seals.ts";
import { rowsBeside, rowsOf, type SettledHours, type Stretch } from "./settled-hours.ts";
import type { TimeRange } from "./time-range.ts";

export interface FactQuery {
  readonly kind: Kind;
  readonly names: Omit<NameFilter, "kinds" | "from" | "to">;
  readonly range: TimeRange;
  /** Nothing that is remembered. */
  readonly fresh?: boolean;
}

export interface Found {
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly sums: Sums;
}

type GroupRow = readonly [
  group: number,
  requests: number,
  errors: number,
  first: number,
  last: number,
  buckets: readonly number[],
  counts: readonly number[],
];
type BucketRow = readonly [group: number, buckets: readonly number[], counts: readonly number[]];
type HourRow = readonly [string, number, number, number, number, string, string, string];

const MAX_BUCKET_MASK = 2047;
/** Begins the id of a group whose name is not there yet. */
const NAMELESS = "?";

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
    const filter = { ...names, kinds: [kind], ...daysOf(range, marks) };
    const among = this.#names.among(filter);
    const sums = new Map<string, Sum>();
    const [dimensions] = await Promise.all([
      this.#names.read(server, filter),
      this.#addHours(server, marks, sums, all(`kind = ${kind}`, range.hours, among)),
    ]);
    const layers = layersOf([...dimensions.keys()]);
    const add = async (into: Map<string, Sum>, rows: string): Promise<void> => {
      const wanted = all(`kind = ${kind}`, `day >= ${integer(Number(marks.detailFrom))}`, rows, among);
      for (const { ids, condition } of layers) await this.#addRows(server, into, ids, all(wanted, condition));
    };
    // Which dimensions a part of everything means depends on names, which a replica may get after the rows.
    const stretches = fresh || among !== undefined ? [] : this.#settled.stretches(range, marks);
    const beside = rowsBeside(range, stretches);
    if (beside !== undefined) await add(sums, beside);
    if (stretches.length > 0) await this.#addSettled(server, sums, stretches, kind, add);
    for (const hex of sums.keys()) if (!dimensions.has(hex)) return this.#again(server, marks, query);
    return { dimensions, sums };
  }

  /** What is not remembered is read, and remembered when no batch came for it meanwhile and every row has a name. */
  async #addSettled(
    server: Server,
    sums: Map<string, Sum>,
    stretches: readonly Stretch[],
    kind: Kind,
    add: (into: Map<string, Sum>, rows: string) => Promise<void>,
  ): Promise<void> {
    const before = await this.#settled.stamps(server, stretches);
    const read: (readonly [Stretch, ReadonlyMap<string, Sum>])[] = [];
    for (const stretch of stretches) {
      const known = this.#settled.get(kind, stretch, before.get(stretch.day));
      for (const [hex, sum] of known ?? []) addSum(sumAt(sums, hex), sum);
      if (known !== undefined) continue;
      const own = new Map<string, Sum>();
      await add(own, rowsOf(stretch));
      for (const [hex, sum] of own) addSum(sumAt(sums, hex), sum);
      if (![...own.keys()].some(isNameless)) read.push([stretch, own]);
    }
    const after = read.length === 0 ? before : await this.#settled.stamps(server, stretches);
    for (const [stretch, own] of read) {
      const stamp = after.get(stretch.day);
      if (stamp !== undefined && stamp === before.get(stretch.day)) this.#settled.keep(kind, stretch, stamp, own);
    }
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

  async #addRows(
    server: Server,
    sums: Map<string, Sum>,
    ids: ReadonlyMap<number, string>,
    condition: string,
  ): Promise<void> {
    const facts = sharded(this.#place, "facts");
    const buckets = (bucket: string): string =>
      `SELECT bitShiftRight(c, 11) AS g, groupArray(bitAnd(c, ${MAX_BUCKET_MASK})), groupArray(n) FROM (
         SELECT bitOr(bitAnd(cell, bitNot(toUInt64(${MAX_BUCKET_MASK}))), ${bucket}) AS c, sum(toInt64(sign)) AS n
         FROM ${facts} WHERE ${condition} AND ${bucket} > 0 GROUP BY c) GROUP BY g`;
    const [durations, lows, highs] = await Promise.all([
      server.rows<GroupRow>(
        `SELECT bitShiftRight(cell, 11) AS g, sum(n), sum(e), minIf(f, f > 0), max(l),
           groupArray(bitAnd(cell, ${MAX_BUCKET_MASK})), groupArray(n) FROM (
           SELECT cell, sum(toInt64(sign)) AS n, sum(toInt64(sign) * err) AS e, minIf(ts, sign = 1) AS f,
             maxIf(ts, sign = 1) AS l FROM ${facts} WHERE ${condition} GROUP BY cell) GROUP BY g`,
      ),
      server.rows<BucketRow>(buckets("low_b")),
      server.rows<BucketRow>(buckets("high_b")),
    ]);
    const idOf = (group: number): string => ids.get(group) ?? `${NAMELESS}${group}`;
    for (const [group, requests, errors, first, last, indexes, counts] of durations) {
      const sum = sumAt(sums, idOf(group));
      addSpan(sum, requests, errors, first, last);
      addBuckets(sum.duration, indexes, counts);
      addTo(sum.savedLow, 0, requests);
      addTo(sum.savedHigh, 0, requests);
    }
    for (const [group, indexes, counts] of lows) moveFromZero(sumAt(sums, idOf(group)).savedLow, indexes, counts);
    for (const [group, indexes, counts] of highs) moveFromZero(sumAt(sums, idOf(group)).savedHigh, indexes, counts);
  }

  async #addHours(server: Server, marks: Marks, sums: Map<string, Sum>, condition: string): Promise<void> {
    const seals = sealsIn(marks);
    if (seals === undefined) return;
    const rows = await server.rows<HourRow>(
      `SELECT hex(dim), n, errors, first, last, hex(duration), hex(saved_low), hex(saved_high)
       FROM ${sharded(this.#place, "hours")} WHERE ${all(seals, condition)} LIMIT 1 BY dim, hour`,
    );
    for (const [hex, requests, errors, first, last, duration, low, high] of rows) {
      const sum = sumAt(sums, hex);
      addSpan(sum, requests, errors, first, last);
      addBytes(sum.duration, duration);
      addBytes(sum.savedLow, low);
      addBytes(sum.savedHigh, high);
    }
  }
}

/** First and last day whose names matter. */
export function daysOf(range: TimeRange, marks: Marks): { readonly from: string; readonly to: string } {
  const first = dayOf(range.firstHour);
  return { from: first > marks.from ? first : marks.from, to: dayOf(range.endHour - 1) };
}

/**
 * Rows are grouped by 53 bits of their dimension's id. Dimensions that share them, which only an attack would bring
 * about, are asked for one after the other.
 */
export function layersOf(
  hexes: readonly string[],
): readonly { readonly ids: ReadonlyMap<number, string>; readonly condition: string | undefined }[] {
  const layers: Map<number, string>[] = [new Map()];
  for (const hex of hexes) {
    const group = groupOf(hex);
    const free = layers.find((layer) => !layer.has(group)) ?? new Map<number, string>();
    if (free.size === 0 && !layers.includes(free)) layers.push(free);
    free.set(group, hex);
  }
  const [base = new Map<number, string>(), ...others] = layers;
  const extra = others.flatMap((layer) => [...layer.values()]);
  const without = extra.length === 0 ? undefined : `NOT (${oneOf("dim", extra.map(bytes))})`;
  return [
    { ids: base, condition: without },
    ...others.map((ids) => ({ ids, condition: oneOf("dim", [...ids.values()].map(bytes)) })),
  ];
}

function isNameless(hex: string): boolean {
  return hex.startsWith(NAMELESS);
}
