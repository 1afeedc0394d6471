import { toExemplar } from "../exemplar.ts";
import { byNewest, byTime } from "../order.ts";
import type { Exemplar, ExemplarQuery, StoredTrace } from "../port.ts";
import { matches } from "../match.ts";
import { all, integer, oneOf, text } from "./literal.ts";
import type { Marks } from "./marks.ts";
import { type Place, sharded } from "./schema.ts";
import type { Server } from "./servers.ts";
import { type Field, hexOf } from "./tab-separated.ts";

/** The day under which traces lie that outlive their own. */
export const PINNED = 0;

/** A stored trace without its bytes, and where it lies. */
export interface TraceRow extends Exemplar {
  readonly day: number;
}

const COLUMNS = [
  "day",
  "trace_id",
  "span_id",
  "seq",
  "kept",
  "ts",
  "service",
  "env",
  "route_key",
  "version",
  "duration",
  "saved",
  "fingerprints",
  "view",
  "spans",
  "has_spans",
] as const;
const PLAIN = "day, trace_id, span_id, kept, ts, service, env, route_key, version, duration, saved, fingerprints";
/** Traces read whole at a time when they are moved. */
const MOVED_AT_ONCE = 50;

type PlainRow = readonly [
  number,
  string,
  string,
  number,
  number,
  string,
  string,
  string,
  string,
  number,
  number,
  string,
];

/** Whole traces: the newest row of (day, trace, span) counts, and one that is not kept takes its place with no bytes. */
export class TraceTable {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  async put(server: Server, day: number, traces: readonly StoredTrace[], seq: number): Promise<void> {
    await server.insert(
      this.#table,
      COLUMNS,
      traces.map((trace) => [...plainFields(day, trace, seq, 1), ...blobFields(trace)]),
    );
  }

  async letGo(server: Server, traces: readonly TraceRow[], seq: number): Promise<void> {
    await server.insert(
      this.#table,
      COLUMNS,
      traces.map((trace) => [...plainFields(trace.day, trace, seq, 0), "", "", 0]),
    );
  }

  /** A number that is larger than that of any row a server knows of, and not smaller than the time. */
  async nextSeq(server: Server, now: number): Promise<number> {
    const last = await server.number(`SELECT max(seq) FROM ${this.#table}`);
    return Math.max(now, last + 1);
  }

  /** Kept traces of some days. */
  async list(server: Server, days: string): Promise<readonly TraceRow[]> {
    const rows = await server.rows<PlainRow>(
      `SELECT ${PLAIN} FROM (SELECT ${PLAIN} FROM ${this.#table} WHERE ${days}
         ORDER BY day, trace_id, span_id, seq DESC LIMIT 1 BY day, trace_id, span_id) WHERE kept = 1`,
    );
    return rows.map(traceRow);
  }

  async exemplars(server: Server, marks: Marks, query: ExemplarQuery): Promise<readonly Exemplar[]> {
    const rows = await this.list(server, visible(marks));
    return rows
      .filter(
        (row) =>
          row.ts >= query.from &&
          row.ts < query.to &&
          matches(query, row) &&
          (query.fingerprint === undefined || row.fingerprints.includes(query.fingerprint)),
      )
      .map(toExemplar)
      .sort(byNewest);
  }

  async trace(server: Server, marks: Marks, traceId: string): Promise<readonly StoredTrace[]> {
    const found = await this.#whole(server, all(visible(marks), `trace_id = ${text(traceId)}`));
    return found.map(({ trace }) => trace).sort(byTime);
  }

  /** Copies traces to where their day's end does not reach them. */
  async pin(server: Server, rows: readonly TraceRow[], seq: number): Promise<void> {
    for (let from = 0; from < rows.length; from += MOVED_AT_ONCE) {
      const some = rows.slice(from, from + MOVED_AT_ONCE);
      const days = [...new Set(some.map(({ day }) => integer(day)))];
      const ids = [...new Set(some.map(({ traceId }) => text(traceId)))];
      const found = await this.#whole(server, all(oneOf("day", days), oneOf("trace_id", ids)));
      const wanted = new Set(some.map(({ day, traceId, spanId }) => `${day}/${traceId}/${spanId}`));
      const traces = found.filter(({ day, trace }) => wanted.has(`${day}/${trace.traceId}/${trace.spanId}`));
      await this.put(
        server,
        PINNED,
        traces.map(({ trace }) => trace),
        seq + from,
      );
    }
  }

  get #table(): string {
    return sharded(this.#place, "traces");
  }

  async #whole(
    server: Server,
    condition: string,
  ): Promise<readonly { readonly day: number; readonly trace: StoredTrace }[]> {
    const blobs = "hex(view) AS view_hex, hex(spans) AS spans_hex, has_spans";
    const rows = await server.rows<readonly [...PlainRow, string, string, number]>(
      `SELECT ${PLAIN}, view_hex, spans_hex, has_spans FROM (SELECT ${PLAIN}, ${blobs} FROM ${this.#table}
         WHERE ${condition} ORDER BY day, trace_id, span_id, seq DESC LIMIT 1 BY day, trace_id, span_id) WHERE kept = 1`,
    );
    return rows.map((row) => {
      const [view, spans, hasSpans] = [row[12], row[13], row[14]];
      const { day, ...exemplar } = traceRow(row as unknown as PlainRow);
      const trace = { ...exemplar, view: Buffer.from(view, "hex") };
      return { day, trace: hasSpans === 1 ? { ...trace, spans: Buffer.from(spans, "hex") } : trace };
    });
  }
}

function visible({ detailFrom }: Marks): string {
  return `(day = ${PINNED} OR day >= ${integer(Number(detailFrom))})`;
}

function plainFields(day: number, trace: Exemplar, seq: number, kept: 0 | 1): readonly Field[] {
  const { traceId, spanId, ts, service, env, routeKey, version, duration, saved, fingerprints } = trace;
  const texts = [service, env, routeKey, version];
  return [day, traceId, spanId, seq, kept, ts, ...texts, duration, saved, JSON.stringify(fingerprints)];
}

function blobFields({ view, spans }: StoredTrace): readonly Field[] {
  return [hexOf(view), spans === undefined ? "" : hexOf(spans), spans === undefined ? 0 : 1];
}

function traceRow(row: PlainRow): TraceRow {
  const [day, traceId, spanId, , ts, service, env, routeKey, version, duration, saved, fingerprints] = row;
  const known = JSON.parse(fingerprints) as readonly string[];
  return { day, traceId, spanId, ts, service, env, routeKey, version, duration, saved, fingerprints: known };
}
