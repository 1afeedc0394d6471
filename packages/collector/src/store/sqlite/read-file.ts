import type { DatabaseSync, StatementSync } from "node:sqlite";
import { codedError } from "./database-error.ts";
import { openForReading } from "./open-database.ts";
import { floorTo, HOUR_MS } from "../day.ts";
import type { Millis } from "../port.ts";
import type { RouteTexts } from "./dictionary.ts";
import { MAIN_FILE } from "./files.ts";

/** Texts remembered per file; beyond it the cache starts again. */
const MAX_TEXTS = 50_000;

export type Row = readonly unknown[];

export interface NamedRoute extends Required<RouteTexts> {
  /** Tells routes apart across files. */
  readonly name: string;
}

/** One file opened for reading, with the names its numbers stand for. */
export class ReadFile {
  /** Without its folder. */
  readonly name: string;
  readonly identity: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #routes = new Map<number, NamedRoute>();
  readonly #texts = new Map<number, string>();
  #lastRoute = 0;
  #minutes: { readonly oldest: Millis; readonly newest: Millis } | undefined;

  constructor(path: string, name: string, identity: string) {
    this.name = name;
    this.identity = identity;
    this.#db = this.guarded(() => openForReading(path));
  }

  get db(): DatabaseSync {
    return this.#db;
  }

  /** False while the writer is still making the file: its tables and its version appear in one moment. */
  get ready(): boolean {
    return this.guarded(() => Number(this.#db.prepare("PRAGMA user_version").get()?.["user_version"]) > 0);
  }

  /** Everything read until `end` comes from one moment. */
  begin(): void {
    this.guarded(() => {
      if (!this.#db.isTransaction) this.#db.exec("BEGIN");
    });
  }

  end(): void {
    this.#minutes = undefined;
    if (this.#db.isTransaction) this.#db.exec("COMMIT");
  }

  /** Rows as arrays, in the order of the columns. */
  all(sql: string, ...values: readonly (string | number)[]): readonly Row[] {
    return this.guarded(() => this.#statement(sql).all(...values) as unknown as readonly Row[]);
  }

  /** The first column of the first row, when it is text. */
  textOf(sql: string, ...values: readonly (string | number)[]): string | undefined {
    const value = this.all(sql, ...values)[0]?.[0];
    return typeof value === "string" ? value : undefined;
  }

  /** The same as `all`, one row at a time. */
  *each(sql: string, ...values: readonly (string | number)[]): Generator<Row> {
    try {
      for (const row of this.#statement(sql).iterate(...values)) yield row as unknown as Row;
    } catch (error) {
      throw codedError(error, this.name);
    }
  }

  /** First and last minute of a day's file in which anything was counted; nothing lies beyond them. */
  get minutes(): { readonly oldest: Millis; readonly newest: Millis } {
    const [row = []] = this.#minutes === undefined ? this.all(EDGES) : [];
    const [oldest, newest, oldestHit, newestHit] = row;
    this.#minutes ??= {
      oldest: Math.min(numberOr(Infinity, oldest), numberOr(Infinity, oldestHit)),
      newest: Math.max(numberOr(-Infinity, newest), numberOr(-Infinity, newestHit)),
    };
    return this.#minutes;
  }

  /** Start of the hour that was written to last; 0 in a file without minutes, where no hour is. */
  get writtenHour(): Millis {
    if (this.name === MAIN_FILE) return 0;
    return Number.isFinite(this.minutes.newest) ? floorTo(this.minutes.newest, HOUR_MS) : 0;
  }

  /** Changes whenever what was counted in a window does: by the hour where the file says so, else with every write. */
  stamp(from: Millis, to: Millis): string {
    const hours = "SELECT max(revision) FROM hours WHERE bucket >= ? AND bucket < ?";
    const [row] = this.#hasHours
      ? this.all(hours, floorTo(from, HOUR_MS), to)
      : this.all("SELECT value FROM settings WHERE key = 'revision'");
    return `${this.#hasHours ? "hour" : "file"} ${String(row?.[0])}`;
  }

  /** Runs anything on the connection so that an error says which file it came from. */
  guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw codedError(error, this.name);
    }
  }

  /** Every route of the file by its number; call once per query. */
  routes(): ReadonlyMap<number, NamedRoute> {
    const unnamed = [...this.#routes].filter(([, { method }]) => method === "").map(([id]) => id);
    const sql = "SELECT id, service, env, route_key, ifnull(method, ''), ifnull(route, '') FROM routes WHERE id";
    for (const row of this.all(`${sql} > ?`, this.#lastRoute)) this.#addRoute(row);
    for (const id of unnamed) for (const row of this.all(`${sql} = ?`, id)) this.#addRoute(row);
    return this.#routes;
  }

  text(id: unknown): string {
    const known = this.#texts.get(Number(id));
    if (known !== undefined) return known;
    const text = this.textOf("SELECT text FROM texts WHERE id = ?", Number(id)) ?? "";
    if (this.#texts.size >= MAX_TEXTS) this.#texts.clear();
    this.#texts.set(Number(id), text);
    return text;
  }

  textId(text: string): number | undefined {
    const id = this.all("SELECT id FROM texts WHERE text = ?", text)[0]?.[0];
    return id === undefined ? undefined : Number(id);
  }

  close(): void {
    this.#db.close();
  }

  get #hasHours(): boolean {
    return this.all("SELECT 1 FROM sqlite_schema WHERE name = 'hours'").length > 0;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }

  #addRoute(row: readonly unknown[]): void {
    const [id, service, env, routeKey, method, route] = row.map(String);
    if (id === undefined || service === undefined || env === undefined || routeKey === undefined) return;
    const name = `${service}\u0000${env}\u0000${routeKey}`;
    this.#routes.set(Number(id), { service, env, routeKey, method: method ?? "", route: route ?? "", name });
    this.#lastRoute = Math.max(this.#lastRoute, Number(id));
  }
}

/** Four seeks; both ends at once would be a scan. */
const EDGES = `SELECT (SELECT min(bucket) FROM route_minutes), (SELECT max(bucket) FROM route_minutes),
  (SELECT min(bucket) FROM finding_minutes), (SELECT max(bucket) FROM finding_minutes)`;

function numberOr(none: number, value: unknown): number {
  return typeof value === "number" ? value : none;
}
