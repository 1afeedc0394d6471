import { addTo, encodeSketch, type SketchBuilder } from "@weir/core";
import type { EncodedSums } from "../aggregate.ts";
import { HOUR_MS } from "../day.ts";
import type { Millis } from "../port.ts";
import { addBuckets } from "./fact-sums.ts";
import type { Layer } from "./layers.ts";
import { all } from "./literal.ts";
import { HOUR_OF_ROW, type Place, sharded } from "./schema.ts";
import type { Server } from "./servers.ts";
import type { SumsByDimension } from "./sums-bytes.ts";

const BUCKETS = 2047;
/** Begins the id of a group whose name is not there yet. */
const NAMELESS = "?";

/** What a bucket is of. */
const DURATION = 0;
const SAVED_LOW = 1;

type Row = readonly [
  hour: number,
  group: number,
  of: number,
  requests: number,
  errors: number,
  first: number,
  last: number,
  buckets: readonly number[],
  counts: readonly number[],
];

interface Sketches {
  requests: number;
  errors: number;
  first: Millis;
  last: Millis;
  readonly duration: SketchBuilder;
  readonly savedLow: SketchBuilder;
  readonly savedHigh: SketchBuilder;
}

/** Adds up rows by dimension. */
export async function sumRows(
  server: Server,
  place: Place,
  layers: readonly Layer[],
  condition: string,
): Promise<SumsByDimension> {
  return (await read(server, place, layers, condition, "0")).get(0) ?? new Map();
}

/** Adds up rows by the hour they are in, in milliseconds since the epoch, and dimension. */
export async function sumHours(
  server: Server,
  place: Place,
  layers: readonly Layer[],
  condition: string,
): Promise<ReadonlyMap<Millis, SumsByDimension>> {
  return read(server, place, layers, condition, `${HOUR_OF_ROW} * ${HOUR_MS}`);
}

export function isNameless(hex: string): boolean {
  return hex.startsWith(NAMELESS);
}

async function read(
  server: Server,
  place: Place,
  layers: readonly Layer[],
  condition: string,
  hour: string,
): Promise<ReadonlyMap<Millis, SumsByDimension>> {
  const hours = new Map<Millis, Map<string, Sketches>>();
  for (const layer of layers) {
    const rows = await server.rows<Row>(statement(sharded(place, "facts"), all(condition, layer.condition), hour));
    for (const row of rows) add(hours, layer, row);
  }
  return new Map([...hours].map(([at, sums]) => [at, new Map([...sums].map(([hex, sum]) => [hex, encoded(sum)]))]));
}

/**
 * Every row is read once: finding those of a window costs most. It then stands for three, one for each of its
 * distributions. Nothing saved is what most rows say, and is left out: it is all the others.
 */
function statement(facts: string, condition: string, hour: string): string {
  const group = `bitAnd(cell, bitNot(toUInt64(${BUCKETS})))`;
  return `SELECT h, bitShiftRight(c, 11) AS g, w, sum(n), sum(e), minIf(f, f > 0), max(l),
      groupArray(bitAnd(c, ${BUCKETS})), groupArray(n) FROM (
      SELECT ${hour} AS h, c, w, sum(toInt64(sign)) AS n, sum(toInt64(sign) * err) AS e, minIf(ts, sign = 1) AS f,
        maxIf(ts, sign = 1) AS l FROM ${facts}
      ARRAY JOIN [cell, bitOr(${group}, low_b), bitOr(${group}, high_b)] AS c, [0, 1, 2] AS w
      PREWHERE ${condition} WHERE w = ${DURATION} OR bitAnd(c, ${BUCKETS}) > 0 GROUP BY h, c, w) GROUP BY h, g, w`;
}

function add(hours: Map<Millis, Map<string, Sketches>>, { ids }: Layer, row: Row): void {
  const [hour, group, of, requests, errors, first, last, buckets, counts] = row;
  const sum = at(
    at(hours, hour, () => new Map<string, Sketches>()),
    ids.get(group) ?? `${NAMELESS}${group}`,
    empty,
  );
  if (of === DURATION) {
    sum.requests += requests;
    sum.errors += errors;
    if (first > 0) sum.first = Math.min(sum.first, first);
    if (last > 0) sum.last = Math.max(sum.last, last);
    addBuckets(sum.duration, buckets, counts);
  } else addBuckets(of === SAVED_LOW ? sum.savedLow : sum.savedHigh, buckets, counts);
}

function encoded({ requests, errors, first, last, duration, savedLow, savedHigh }: Sketches): EncodedSums {
  return {
    requests,
    errors,
    firstSeen: first,
    lastSeen: last,
    duration: encodeSketch(duration),
    savedLow: encodeSketch(withZero(savedLow, requests)),
    savedHigh: encodeSketch(withZero(savedHigh, requests)),
  };
}

function withZero(sketch: SketchBuilder, requests: number): SketchBuilder {
  addTo(sketch, 0, requests - [...sketch.values()].reduce((sum, count) => sum + count, 0));
  return sketch;
}

function empty(): Sketches {
  return {
    requests: 0,
    errors: 0,
    first: Infinity,
    last: -Infinity,
    duration: new Map(),
    savedLow: new Map(),
    savedHigh: new Map(),
  };
}

function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
