import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { DAY_MS, startOfDay } from "../day.ts";
import type { Dictionary } from "./dictionary.ts";
import type { SharedUpserts } from "./upserts.ts";

type Row = Record<string, SQLInputValue>;

/** Takes what `main.db` has of a day out again, so that sealing a day twice equals sealing it once. */
export function unseal(main: DatabaseSync, day: string): void {
  const from = startOfDay(day);
  for (const [table, column] of DATED_TABLES) {
    main.prepare(`DELETE FROM ${table} WHERE ${column} >= ? AND ${column} < ?`).run(from, from + DAY_MS);
  }
}

/** Every table whose rows belong to a day, with the column that says which. */
export const DATED_TABLES = [
  ["route_hours", "bucket"],
  ["finding_hours", "bucket"],
  ["counters", "bucket"],
  ["route_days", "day"],
  ["finding_days", "day"],
] as const;

/** Copies a day's hours, evidence, presence and documents, giving routes and texts the numbers they have in `main.db`. */
export function copyDay(day: DatabaseSync, upserts: SharedUpserts, dictionary: Dictionary): void {
  const ids = new Renumbering(day, dictionary);
  const sums = (row: Row): SQLInputValue[] => [
    row["n"] ?? 0,
    row["errors"] ?? 0,
    row["first"] ?? null,
    row["last"] ?? null,
  ];
  const sketches = (row: Row): SQLInputValue[] => [
    row["duration"] ?? null,
    row["saved_low"] ?? null,
    row["saved_high"] ?? null,
  ];
  const presence = (row: Row): SQLInputValue[] => [row["n"] ?? 0, row["first"] ?? null, row["last"] ?? null];
  const where = (row: Row): SQLInputValue[] => [ids.route(row["route"]), ids.text(row["version"])];
  copy(day, "route_hours", upserts.route_hours, (row) => [
    row["bucket"] ?? 0,
    ...where(row),
    ...sums(row),
    ...sketches(row),
  ]);
  copy(day, "finding_hours", upserts.finding_hours, (row) => [
    row["bucket"] ?? 0,
    ids.text(row["finding"]),
    ...where(row),
    ...sums(row),
    ...sketches(row),
  ]);
  copy(day, "route_days", upserts.route_days, (row) => [row["day"] ?? 0, ...where(row), ...presence(row)]);
  copy(day, "finding_days", upserts.finding_days, (row) => [
    row["day"] ?? 0,
    ids.text(row["finding"]),
    ...where(row),
    ...presence(row),
  ]);
  copy(day, "counters", upserts.counters, (row) => [
    ...where(row),
    row["kind"] ?? "",
    ids.text(row["key"]),
    row["bucket"] ?? 0,
    row["fields"] ?? "[]",
  ]);
  const columns = ["kind", "key", "service", "env", "route_key", "version", "ts", "body"];
  copy(day, "documents", upserts.documents, (row) => columns.map((column) => row[column] ?? null));
}

function copy(
  day: DatabaseSync,
  table: string,
  upsert: StatementSync | undefined,
  values: (row: Row) => SQLInputValue[],
): void {
  for (const row of day.prepare(`SELECT * FROM ${table}`).iterate()) upsert?.run(...values(row));
}

/** From one file's numbers of routes and texts to another's. */
class Renumbering {
  readonly #dictionary: Dictionary;
  readonly #route: StatementSync;
  readonly #text: StatementSync;
  readonly #routes = new Map<unknown, number>();
  readonly #texts = new Map<unknown, number>();

  constructor(from: DatabaseSync, to: Dictionary) {
    this.#dictionary = to;
    this.#route = from.prepare("SELECT service, env, route_key, method, route FROM routes WHERE id = ?");
    this.#text = from.prepare("SELECT text FROM texts WHERE id = ?");
  }

  route(id: SQLInputValue | undefined): number {
    return remembered(this.#routes, id, () => {
      const row = this.#route.get(id ?? null) ?? {};
      const place = { service: String(row["service"]), env: String(row["env"]), routeKey: String(row["route_key"]) };
      const { method, route } = row;
      const named = typeof method === "string" && typeof route === "string";
      return this.#dictionary.route(named ? { ...place, method, route } : place);
    });
  }

  text(id: SQLInputValue | undefined): number {
    return remembered(this.#texts, id, () => this.#dictionary.text(String(this.#text.get(id ?? null)?.["text"])));
  }
}

function remembered(known: Map<unknown, number>, id: unknown, make: () => number): number {
  const number = known.get(id) ?? make();
  known.set(id, number);
  return number;
}
