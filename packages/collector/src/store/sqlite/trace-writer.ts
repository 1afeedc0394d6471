import type { DatabaseSync, StatementSync } from "node:sqlite";
import { decodeSketch, type Micros, quantile, SketchAdder } from "@weir/core";
import type { Exemplar, StoredTrace } from "../port.ts";
import { tracesToKeep } from "../trace-retention.ts";
import type { Dictionary } from "./dictionary.ts";
import { readExemplars } from "./trace-rows.ts";

const FILE = "day file";

/** Writes a day's traces and lets those go that have no reason to stay. Runs inside the part's transaction. */
export class TraceWriter {
  readonly #db: DatabaseSync;
  readonly #dictionary: Dictionary;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #durations: StatementSync;
  readonly #adder = new SketchAdder();

  constructor(db: DatabaseSync, dictionary: Dictionary) {
    this.#db = db;
    this.#dictionary = dictionary;
    this.#put = traceUpsert(db);
    this.#remove = db.prepare("DELETE FROM traces WHERE id = ?");
    this.#durations = db.prepare("SELECT duration FROM route_hours WHERE route = ? AND version = ?");
  }

  /** Returns how many traces had a reason to stay but met a bound. */
  write(traces: readonly StoredTrace[], settled: ReadonlySet<string>): number {
    const touched = new Set<number>();
    for (const trace of traces) {
      putTrace(this.#put, this.#dictionary, trace);
      touched.add(this.#dictionary.route(trace));
    }
    let overBound = 0;
    for (const route of touched) overBound += this.#prune(route, settled);
    return overBound;
  }

  #prune(route: number, settled: ReadonlySet<string>): number {
    const rows = readExemplars(this.#db, FILE, { route });
    const choice = tracesToKeep(rows, (version) => this.#median(route, version), settled);
    const kept: ReadonlySet<Exemplar> = choice.kept;
    for (const row of rows) if (!kept.has(row)) this.#remove.run(row.id);
    return choice.overBound;
  }

  #median(route: number, version: string): Micros {
    const rows = this.#durations.all(route, this.#dictionary.text(version));
    return quantile(decodeSketch(this.#adder.sum(rows.map((row) => row["duration"] as Uint8Array))), 0.5);
  }
}

export function traceUpsert(db: DatabaseSync): StatementSync {
  return db.prepare(`INSERT OR REPLACE INTO traces
    (trace_id, span_id, route, version, ts, duration, saved, fingerprints, view, spans)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
}

export function putTrace(statement: StatementSync, dictionary: Dictionary, trace: StoredTrace): void {
  statement.run(
    trace.traceId,
    trace.spanId,
    dictionary.route(trace),
    dictionary.text(trace.version),
    trace.ts,
    trace.duration,
    trace.saved,
    JSON.stringify(trace.fingerprints),
    trace.view,
    trace.spans ?? null,
  );
}
