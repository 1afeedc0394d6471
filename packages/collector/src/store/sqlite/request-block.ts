import { unzigzag, VarintReader, writeVarint, zigzag } from "@weir/core";
import type { Micros } from "@weir/core";
import type { Millis, RequestRow } from "../port.ts";

/** A request as a day's file keeps it: route and version by their numbers there. */
export interface BlockRow extends Pick<
  RequestRow,
  | "ts"
  | "sign"
  | "duration"
  | "savedLow"
  | "savedHigh"
  | "status"
  | "error"
  | "spans"
  | "findings"
  | "traceId"
  | "spanId"
> {
  readonly route: number;
  readonly version: number;
}

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;
const ID_BYTES = TRACE_BYTES + SPAN_BYTES;
/** Raised when the form changes; the first number of every block. */
const FORM = 1;

type Numbers = readonly number[];

/** What a row is besides its ids, column by column; times as steps from the row before. */
const COLUMNS: readonly ((row: BlockRow, before: Millis) => number)[] = [
  ({ ts }, before) => zigzag(ts - before),
  ({ route }) => route,
  ({ version }) => version,
  ({ sign, error }) => (sign === 1 ? 0 : 1) + (error ? 2 : 0),
  ({ duration }) => zigzag(duration),
  ({ savedLow }) => zigzag(savedLow),
  ({ savedLow, savedHigh }) => zigzag(savedHigh - savedLow),
  ({ status }) => zigzag(status),
  ({ spans }) => zigzag(spans),
  ({ findings }) => zigzag(findings),
];

/**
 * The requests of one batch as one value: columns of varints, then 24 bytes of ids per row. A row of a table would need
 * twice the bytes and several times the processor time; nothing seeks a single row.
 */
export function encodeBlock(rows: readonly BlockRow[]): Uint8Array {
  const numbers: number[] = [];
  writeVarint(numbers, FORM);
  writeVarint(numbers, rows.length);
  for (const column of COLUMNS) {
    let before = 0;
    for (const row of rows) {
      writeVarint(numbers, column(row, before));
      before = row.ts;
    }
  }
  const block = Buffer.alloc(numbers.length + rows.length * ID_BYTES);
  block.set(numbers);
  for (const [index, { traceId, spanId }] of rows.entries()) {
    const at = numbers.length + index * ID_BYTES;
    block.write(traceId, at, TRACE_BYTES, "hex");
    block.write(spanId, at + TRACE_BYTES, SPAN_BYTES, "hex");
  }
  return block;
}

/** Throws RangeError on bytes that `encodeBlock` never writes. */
export function decodeBlock(bytes: Uint8Array): readonly BlockRow[] {
  const numbers = new VarintReader(bytes);
  const form = numbers.next();
  const count = numbers.next();
  if (form !== FORM || count * ID_BYTES > bytes.length) throw new RangeError("not a block of requests");
  const columns = COLUMNS.map((): Numbers => Array.from({ length: count }, () => numbers.next()));
  const ids = Buffer.from(bytes.subarray(bytes.length - count * ID_BYTES)).toString("hex");
  let ts = 0;
  return Array.from({ length: count }, (_all, index): BlockRow => {
    const [step = 0, route = 0, version = 0, flags = 0, ...signed] = columns.map((column) => column[index] ?? 0);
    const [duration = 0, savedLow = 0, more = 0, status = 0, spans = 0, findings = 0] = signed.map(unzigzag);
    const at = index * ID_BYTES * 2;
    ts += unzigzag(step);
    return {
      ts,
      route,
      version,
      sign: flags % 2 === 0 ? 1 : -1,
      error: flags >= 2,
      duration: duration satisfies Micros,
      savedLow,
      savedHigh: savedLow + more,
      status,
      spans,
      findings,
      traceId: ids.slice(at, at + 2 * TRACE_BYTES),
      spanId: ids.slice(at + 2 * TRACE_BYTES, at + 2 * ID_BYTES),
    };
  });
}
