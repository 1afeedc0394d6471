import type { DatabaseSync } from "node:sqlite";
import type { Exemplar, StoredTrace, Window } from "../port.ts";
import { toExemplar } from "../exemplar.ts";
import { DamagedFile } from "./database-error.ts";

const EXEMPLAR = `t.id, r.service, r.env, r.route_key, x.text AS version, t.trace_id, t.span_id, t.ts, t.duration, t.saved,
  t.fingerprints`;
const FROM = "FROM traces t JOIN routes r ON r.id = t.route JOIN texts x ON x.id = t.version";

export interface TraceRow extends Exemplar {
  /** Row id within its file. */
  readonly id: number;
}

export interface TraceFilter {
  /** Number of a route in the file. */
  readonly route?: number;
  /** Exactly; both or none. */
  readonly window?: Window;
  readonly fingerprint?: string;
}

/** Traces of one file without their bytes. */
export function readExemplars(db: DatabaseSync, file: string, filter: TraceFilter = {}): readonly TraceRow[] {
  const { route, window, fingerprint } = filter;
  const wanted = ["1"];
  const values: (string | number)[] = [];
  const where = (condition: string, ...of: readonly (string | number)[]): void => {
    wanted.push(condition);
    values.push(...of);
  };
  if (route !== undefined) where("route = ?", route);
  if (window !== undefined) where("ts >= ? AND ts < ?", window.from, window.to);
  if (fingerprint !== undefined) where("instr(fingerprints, ?)", JSON.stringify(fingerprint));
  // The index holds all that is asked for; the rows themselves lie among their bytes.
  const chosen = `SELECT id FROM traces INDEXED BY traces_of_route WHERE ${wanted.join(" AND ")}`;
  const rows = db.prepare(`SELECT ${EXEMPLAR} ${FROM} WHERE t.id IN (${chosen})`).all(...values);
  return rows.map((row) => toTraceRow(row, file));
}

/** Whole traces, by trace id or by row id. */
export function readTraces(
  db: DatabaseSync,
  file: string,
  by: { readonly traceId: string } | { readonly id: number },
): readonly StoredTrace[] {
  const [where, value] = "id" in by ? (["t.id = ?", by.id] as const) : (["t.trace_id = ?", by.traceId] as const);
  const rows = db.prepare(`SELECT ${EXEMPLAR}, t.view, t.spans ${FROM} WHERE ${where}`).all(value);
  return rows.map((row) => {
    const spans = row["spans"];
    return {
      ...toExemplar(toTraceRow(row, file)),
      view: row["view"] as Uint8Array,
      ...(spans instanceof Uint8Array ? { spans } : {}),
    };
  });
}

function toTraceRow(row: Record<string, unknown>, file: string): TraceRow {
  return {
    id: Number(row["id"]),
    service: String(row["service"]),
    env: String(row["env"]),
    routeKey: String(row["route_key"]),
    version: String(row["version"]),
    fingerprints: readList(String(row["fingerprints"]), file),
    traceId: String(row["trace_id"]),
    spanId: String(row["span_id"]),
    ts: Number(row["ts"]),
    duration: Number(row["duration"]),
    saved: Number(row["saved"]),
  };
}

function readList(text: string, file: string): readonly string[] {
  try {
    return JSON.parse(text) as readonly string[];
  } catch (error) {
    throw new DamagedFile(file, error);
  }
}
