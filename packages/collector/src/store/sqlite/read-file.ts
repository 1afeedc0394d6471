import type { DatabaseSync, StatementSync } from "node:sqlite";
import { codedError } from "./database-error.ts";
import { openForReading } from "./open-database.ts";
import type { RouteTexts } from "./dictionary.ts";

/** Texts remembered per file; beyond it the cache starts again. */
const MAX_TEXTS = 50_000;

export type Row = readonly unknown[];

/** One file opened for reading, with the names its numbers stand for. */
export class ReadFile {
  /** Without its folder. */
  readonly name: string;
  readonly identity: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #routes = new Map<number, Required<RouteTexts>>();
  readonly #texts = new Map<number, string>();

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

  /** Runs anything on the connection so that an error says which file it came from. */
  guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw codedError(error, this.name);
    }
  }

  /** Every route of the file by its number; call once per query. */
  routes(): ReadonlyMap<number, Required<RouteTexts>> {
    const last = Math.max(0, ...this.#routes.keys());
    const unnamed = [...this.#routes].filter(([, { method }]) => method === "").map(([id]) => id);
    const sql = "SELECT id, service, env, route_key, ifnull(method, ''), ifnull(route, '') FROM routes WHERE id";
    for (const row of this.all(`${sql} > ?`, last)) this.#addRoute(row);
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
    this.#routes.set(Number(id), { service, env, routeKey, method: method ?? "", route: route ?? "" });
  }
}
