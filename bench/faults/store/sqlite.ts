import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type BlockRow, decodeBlock } from "../../../packages/collector/src/store/sqlite/request-block.ts";
import type { Deaths } from "../kill/point.ts";
import type { Found, StoreUnderTest } from "./found.ts";

/** Blocks of rows that `age` put out of the way of an upgrade that makes their table. */
const KEPT = "kept_blocks";

const DEATHS: Deaths = [
  [
    "ingest",
    [
      ["acknowledged", 60, 15],
      ["journal", 40, 4],
    ],
  ],
  // Traces are quiet after 150 ms and looked for every 100.
  ["analysis", [["acknowledged", 30, 450]]],
  [
    "rollup",
    [
      ["store", 12, 10],
      ["sealing", 3, 10],
    ],
  ],
  [
    "retention",
    [
      ["sealing", 2, 12],
      ["removal", 2, 6],
    ],
  ],
  ["migration", [["store", 9, 12]]],
  [
    "outbox",
    [
      ["message", 1, 8],
      ["sealing", 14, 12],
    ],
  ],
];

/** The embedded store: `main.db` and a file per UTC day. */
export const sqlite: StoreUnderTest = {
  name: "sqlite",
  deaths: DEATHS,
  isPassing: false,
  open: async () => undefined,
  close: async () => undefined,
  flags: () => ({}),
  find: async (data) => find(data),
  age(data) {
    const folder = join(data, "store");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((name) => name.endsWith(".db"))) {
      const db = new DatabaseSync(join(folder, name));
      if (hasTable(db, "request_blocks")) db.exec(`ALTER TABLE request_blocks RENAME TO ${KEPT}`);
      db.exec("DROP TABLE IF EXISTS hours; DROP TABLE IF EXISTS alert_rows; DROP TABLE IF EXISTS leases");
      db.exec("PRAGMA user_version = 1");
      db.close();
    }
  },
};

function find(data: string): Found {
  const folder = join(data, "store");
  const spans = new Map<string, number>();
  const faults: string[] = [];
  const days = readdirSync(folder).filter((name) => /^day-\d{8}\.db$/.test(name));
  for (const name of days) {
    const db = new DatabaseSync(join(folder, name));
    const rows = rowsOf(db);
    if (rows === undefined) {
      db.close();
      continue;
    }
    faults.push(...faultsOf(db, name, rows));
    for (const { traceId, spans: count, sign } of rows) spans.set(traceId, (spans.get(traceId) ?? 0) + sign * count);
    db.close();
  }
  const aside = readdirSync(folder).filter((name) => name.includes("damaged"));
  for (const name of aside) faults.push(`${name} was set aside`);
  const main = new DatabaseSync(join(folder, "main.db"));
  if (!isWhole(main)) faults.push("main.db is not whole");
  const kept = new Set(days.map((name) => startOf(name)));
  const counts = main.prepare("SELECT day, sum(n) AS n FROM route_days GROUP BY day").all();
  main.close();
  const gone = counts.filter(({ day }) => !kept.has(Number(day)));
  return { spans, faults, requestsOfGoneDays: new Map(gone.map(({ day, n }) => [Number(day), Number(n)])) };
}

/** Nothing for a file whose writer was killed before its first transaction: the next one begins it again. */
function rowsOf(db: DatabaseSync): readonly BlockRow[] | undefined {
  const tables = ["request_blocks", KEPT].filter((name) => hasTable(db, name));
  if (tables.length === 0) return undefined;
  return tables
    .flatMap((name) => db.prepare(`SELECT rows FROM ${name}`).all())
    .flatMap(({ rows }) => decodeBlock(rows as Uint8Array));
}

/** A day's file is whole, and its rollups say what its rows say. */
function faultsOf(db: DatabaseSync, name: string, rows: readonly BlockRow[]): string[] {
  if (!isWhole(db)) return [`${name} is not whole`];
  const requests = rows.reduce((sum, { sign }) => sum + sign, 0);
  return ["route_minutes", "route_hours", "route_days"].flatMap((table) => {
    const counted = Number(db.prepare(`SELECT sum(n) AS n FROM ${table}`).get()?.["n"] ?? 0);
    return counted === requests ? [] : [`${name}: ${table} counts ${counted} requests, its rows are ${requests}`];
  });
}

function isWhole(db: DatabaseSync): boolean {
  const [check] = db.prepare("PRAGMA integrity_check").all();
  return check?.["integrity_check"] === "ok";
}

function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function startOf(name: string): number {
  const [, year, month, day] = /^day-(\d{4})(\d{2})(\d{2})/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}
