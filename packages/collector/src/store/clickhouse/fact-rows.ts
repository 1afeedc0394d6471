import { bucketOf } from "@weir/core";
import type { HitRow, RequestRow } from "../port.ts";
import type { DayPart } from "../day-part.ts";
import { type Dimension, type DimensionId, idOf, KIND, ofHit, ofRequest } from "./dimension.ts";
import type { HourCounter } from "../hour-counters.ts";
import type { Field, Hex } from "./tab-separated.ts";

export const FACT_COLUMNS = [
  "kind",
  "day",
  "dim",
  "ts",
  "cell",
  "low_b",
  "high_b",
  "dur",
  "saved_low",
  "saved_high",
  "status",
  "err",
  "spans",
  "findings",
  "sign",
  "field",
  "count",
  "trace",
  "span",
  "batch",
  "row",
] as const;

/** A block has to stay one block on its way through the server, which cuts at a million rows or 256 MB. */
export const MAX_BLOCK_ROWS = 500_000;
/** Beyond the bits of a day's hours. */
const HOURS_SAID = 1 << 24;
const MAX_UINT32 = 0xff_ff_ff_ff;
const MAX_UINT16 = 0xff_ff;
const NO_TRACE: Hex = { hex: "0".repeat(32) };
const NO_SPAN: Hex = { hex: "0".repeat(16) };
const NOTHING_MEASURED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] as const;

type Identify = (dimension: Dimension) => DimensionId;

/** The id under which a batch is looked for. */
export function batchDimension(id: string): DimensionId {
  return idOf(JSON.stringify([KIND.batch, id]));
}

export function ofHourCounter({ service, env, routeKey, version, kind, key }: HourCounter): Dimension {
  return { kind: KIND[kind], service, env, routeKey, version, method: "", route: "", key };
}

export function dimensionsIn({ requests, hits, counters }: DayPart): readonly Dimension[] {
  return [...requests.map(ofRequest), ...hits.map(ofHit), ...counters.map(ofHourCounter)];
}

/**
 * The block of one day of a batch. The same batch gives the same rows in the same order, so that a block sent again is
 * known; batch and row number are in every row, so that two equal blocks of different batches are not taken for one.
 */
export function factRows(batch: string, days: readonly string[], part: DayPart, identify: Identify): Field[][] {
  checkBlock(part);
  const day = Number(part.day);
  const rows: Field[][] = [];
  const add = (kind: number, dim: Hex, ts: number, fields: readonly Field[]): void => {
    rows.push([kind, day, dim, ts, ...fields, batch, rows.length]);
  };
  const hours = hoursOf(part);
  add(KIND.batch, batchDimension(batch), 0, [0, ...NOTHING_MEASURED, days.join(","), hours, NO_TRACE, NO_SPAN]);
  for (const row of part.requests) {
    const id = identify(ofRequest(row));
    const { status, error, spans, findings } = row;
    const own = [uint(status, MAX_UINT16), error ? 1 : 0, uint(spans), uint(findings), row.sign, "", 0];
    add(KIND.request, id, row.ts, [
      ...measured(id, row),
      ...own,
      hexId(row.traceId, NO_TRACE),
      hexId(row.spanId, NO_SPAN),
    ]);
  }
  for (const row of part.hits) {
    const id = identify(ofHit(row));
    add(KIND.hit, id, row.ts, [...measured(id, row), 0, 0, 0, 0, row.sign, "", 0, NO_TRACE, NO_SPAN]);
  }
  for (const counter of part.counters) {
    const id = identify(ofHourCounter(counter));
    for (const [field, count] of counter.fields) {
      add(KIND[counter.kind], id, counter.hour, [0, ...NOTHING_MEASURED, field, count, NO_TRACE, NO_SPAN]);
    }
  }
  return rows;
}

/** The bits of the hours for which a batch counts something, and one that says so: batches of earlier releases say nothing. */
function hoursOf({ requests, hits }: DayPart): number {
  const hours = [...requests, ...hits].map(({ ts }) => new Date(ts).getUTCHours());
  return hours.reduce((bits, hour) => bits | (1 << hour), HOURS_SAID);
}

function checkBlock({ requests, hits, counters }: DayPart): void {
  const counts = counters.reduce((sum, { fields }) => sum + fields.size, 0);
  const rows = 1 + requests.length + hits.length + counts;
  if (rows > MAX_BLOCK_ROWS) throw new RangeError(`a batch of ${rows} rows is more than a block`);
}

/** From `cell` to `saved_high`. */
function measured(id: DimensionId, { duration, savedLow, savedHigh }: RequestRow | HitRow): readonly Field[] {
  const cell = id.cell + BigInt(bucketOf(duration));
  return [cell, bucketOf(savedLow), bucketOf(savedHigh), uint(duration), uint(savedLow), uint(savedHigh)];
}

function uint(value: number, most: number = MAX_UINT32): number {
  return Math.min(most, Math.max(0, Math.trunc(value)));
}

/** Ids of spans are hexadecimal by the time they get here; any other text is no id. */
function hexId(text: string, none: Hex): Hex {
  return text.length === none.hex.length && /^[0-9a-fA-F]+$/u.test(text) ? { hex: text } : none;
}
