import type { DatabaseSync } from "node:sqlite";
import { startOfDay } from "../day.ts";
import type { Exemplar, FindingState, StoredTrace } from "../port.ts";
import { settledFindings, tracesToPin } from "../trace-retention.ts";
import type { AnnouncedDeploy } from "../versions.ts";
import { AlertWriter } from "./alert-writer.ts";
import { Dictionary } from "./dictionary.ts";
import { type Durability, openForWriting, transaction } from "./open-database.ts";
import { MAIN_FORM } from "./schema.ts";
import { copyDay, DATED_TABLES, unseal } from "./seal.ts";
import { putTrace, traceUpsert } from "./trace-writer.ts";
import { readExemplars, readTraces, type TraceRow } from "./trace-rows.ts";
import { defineMerges, sharedUpserts, type SharedUpserts } from "./upserts.ts";

/** A day whose detail is about to go, opened to copy what outlives it. */
export interface LeavingDay {
  readonly db: DatabaseSync;
  readonly file: string;
}

/** The writer's side of `main.db`. */
export class MainWriter {
  readonly #db: DatabaseSync;
  readonly #dictionary: Dictionary;
  readonly #upserts: SharedUpserts;
  readonly alerts: AlertWriter;

  constructor(path: string, durability: Durability) {
    this.#db = openForWriting(path, MAIN_FORM, durability, defineMerges);
    this.#dictionary = new Dictionary(this.#db);
    this.#upserts = sharedUpserts(this.#db, []);
    this.alerts = new AlertWriter(this.#db);
  }

  /** First day whose detail is kept; `""` when none was ever dropped. */
  get detailFrom(): string {
    return String(this.#db.prepare("SELECT value FROM settings WHERE key = 'detail_from'").get()?.["value"] ?? "");
  }

  get settled(): ReadonlySet<string> {
    const rows = this.#db.prepare("SELECT state FROM finding_states").all();
    return settledFindings(rows.map((row) => JSON.parse(String(row["state"])) as FindingState));
  }

  count(setting: "late_rows" | "dropped_traces", by: number): void {
    if (by === 0) return;
    this.#db
      .prepare("INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value")
      .run(setting, by);
  }

  putState(state: FindingState): void {
    this.#db
      .prepare("INSERT OR REPLACE INTO finding_states VALUES (?, ?)")
      .run(state.fingerprint, JSON.stringify(state));
  }

  putDeploy({ service, env, version, at }: AnnouncedDeploy): void {
    this.#db.prepare("INSERT OR REPLACE INTO deploys VALUES (?, ?, ?, ?)").run(service, env, version, at);
  }

  isSealed(day: string, revision: number): boolean {
    return this.#db.prepare("SELECT revision FROM sealed_days WHERE day = ?").get(day)?.["revision"] === revision;
  }

  /** Brings the day as it is now into this file, in one transaction; doing it again changes nothing. */
  seal(day: string, db: DatabaseSync, revision: number): void {
    this.#transaction(() => {
      unseal(this.#db, day);
      copyDay(db, this.#upserts, this.#dictionary);
      this.#db.prepare("INSERT OR REPLACE INTO sealed_days VALUES (?, ?)").run(day, revision);
      this.#raiseRevision();
    });
  }

  /** Remembers that detail before `day` is gone and copies the traces that findings link to. Returns how many met a bound. */
  cutDetail(day: string, leaving: readonly LeavingDay[]): number {
    return this.#transaction(() => {
      const owners = new Map<Exemplar, LeavingDay | undefined>();
      for (const row of readExemplars(this.#db, "main.db")) owners.set(row, undefined);
      for (const owner of leaving) for (const row of readExemplars(owner.db, owner.file)) owners.set(row, owner);
      const choice = tracesToPin([...owners.keys()], this.settled);
      const put = traceUpsert(this.#db);
      for (const [row, owner] of owners as Map<TraceRow, LeavingDay | undefined>) {
        if (owner === undefined && !choice.kept.has(row))
          this.#db.prepare("DELETE FROM traces WHERE id = ?").run(row.id);
        if (owner === undefined || !choice.kept.has(row)) continue;
        for (const trace of readTraces(owner.db, owner.file, { id: row.id })) this.#pin(put, trace);
      }
      this.#db.prepare("INSERT OR REPLACE INTO settings VALUES ('detail_from', ?)").run(day);
      return choice.overBound;
    });
  }

  /** Removes what is left of days before this one, and documents nothing counted refers to. */
  drop(day: string, isCountedElsewhere: (kind: string, key: string) => boolean): void {
    const from = startOfDay(day);
    this.#transaction(() => {
      for (const [table, column] of DATED_TABLES)
        this.#db.prepare(`DELETE FROM ${table} WHERE ${column} < ?`).run(from);
      this.#db.prepare("DELETE FROM sealed_days WHERE day < ?").run(day);
      const old = this.#db.prepare("SELECT DISTINCT kind, key FROM documents WHERE ts < ?").all(from);
      const remove = this.#db.prepare("DELETE FROM documents WHERE kind = ? AND key = ? AND ts < ?");
      for (const { kind, key } of old) {
        if (isCounted(this.#db, String(kind), String(key))) continue;
        if (!isCountedElsewhere(String(kind), String(key))) remove.run(String(kind), String(key), from);
      }
      this.#removeUnusedTexts();
      this.#raiseRevision();
    });
  }

  close(): void {
    this.#db.close();
  }

  /** Says to readers that what is counted here is not what it was. */
  #raiseRevision(): void {
    this.#db.exec("INSERT INTO settings VALUES ('revision', 1) ON CONFLICT DO UPDATE SET value = value + 1");
  }

  #pin(put: ReturnType<typeof traceUpsert>, trace: StoredTrace): void {
    putTrace(put, this.#dictionary, trace);
  }

  #removeUnusedTexts(): void {
    this.#db.exec(`DELETE FROM texts WHERE id NOT IN (
      SELECT version FROM route_hours UNION SELECT version FROM finding_hours UNION SELECT finding FROM finding_hours
      UNION SELECT version FROM route_days UNION SELECT version FROM finding_days UNION SELECT finding FROM finding_days
      UNION SELECT key FROM counters UNION SELECT version FROM counters UNION SELECT version FROM traces);
    DELETE FROM routes WHERE id NOT IN (
      SELECT route FROM route_hours UNION SELECT route FROM finding_hours UNION SELECT route FROM route_days
      UNION SELECT route FROM finding_days UNION SELECT route FROM counters UNION SELECT route FROM traces);`);
  }

  /** Another collector that shares the file may have removed a text since: no number is remembered from before. */
  #transaction<T>(work: () => T): T {
    try {
      return transaction(this.#db, "BEGIN IMMEDIATE", () => {
        this.#dictionary.forget();
        return work();
      });
    } catch (error) {
      this.#dictionary.forget();
      throw error;
    }
  }
}

/** True when something a document describes is still counted in this file. */
export function isCounted(db: DatabaseSync, kind: string, key: string): boolean {
  const sql =
    kind === "finding"
      ? "SELECT 1 FROM finding_days WHERE finding = (SELECT id FROM texts WHERE text = ?) LIMIT 1"
      : "SELECT 1 FROM counters WHERE kind = ? AND key = (SELECT id FROM texts WHERE text = ?) LIMIT 1";
  const statement = db.prepare(sql);
  return (kind === "finding" ? statement.get(key) : statement.get(kind, key)) !== undefined;
}
