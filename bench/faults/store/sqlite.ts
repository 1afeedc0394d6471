import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Found, StoreUnderTest } from "./found.ts";

/** The embedded store: `main.db` and a file per UTC day. */
export const sqlite: StoreUnderTest = {
  name: "sqlite",
  flags: {},
  find,
  age(data) {
    const path = join(data, "store", "main.db");
    if (!existsSync(path)) return;
    const main = new DatabaseSync(path);
    main.exec("DROP TABLE IF EXISTS alert_rows; DROP TABLE IF EXISTS leases");
    main.close();
  },
};

function find(data: string): Found {
  const folder = join(data, "store");
  const spans = new Map<string, number>();
  const faults: string[] = [];
  const days = readdirSync(folder).filter((name) => /^day-\d{8}\.db$/.test(name));
  for (const name of days) {
    const db = new DatabaseSync(join(folder, name));
    faults.push(...faultsOf(db, name));
    for (const row of db.prepare("SELECT hex(trace_id) AS id, sum(sign * spans) AS n FROM requests GROUP BY 1").all()) {
      const id = String(row["id"]).toLowerCase();
      spans.set(id, (spans.get(id) ?? 0) + Number(row["n"]));
    }
    db.close();
  }
  for (const name of readdirSync(folder).filter((name) => name.includes("damaged")))
    faults.push(`${name} was set aside`);
  const main = new DatabaseSync(join(folder, "main.db"));
  const [check] = main.prepare("PRAGMA integrity_check").all();
  if (check?.["integrity_check"] !== "ok") faults.push("main.db is not whole");
  const kept = new Set(days.map((name) => startOf(name)));
  const rows = main.prepare("SELECT day, sum(n) AS n FROM route_days GROUP BY day").all();
  main.close();
  const gone = rows.filter(({ day }) => !kept.has(Number(day)));
  return { spans, faults, requestsOfGoneDays: new Map(gone.map(({ day, n }) => [Number(day), Number(n)])) };
}

/** A day's file is whole, and its rollups say what its rows say. */
function faultsOf(db: DatabaseSync, name: string): string[] {
  const [check] = db.prepare("PRAGMA integrity_check").all();
  if (check?.["integrity_check"] !== "ok") return [`${name} is not whole`];
  const sum = (sql: string): number => Number(db.prepare(sql).get()?.["n"] ?? 0);
  const rows = sum("SELECT sum(sign) AS n FROM requests");
  return ["route_minutes", "route_hours", "route_days"].flatMap((table) => {
    const counted = sum(`SELECT sum(n) AS n FROM ${table}`);
    return counted === rows ? [] : [`${name}: ${table} counts ${counted} requests, its rows are ${rows}`];
  });
}

function startOf(name: string): number {
  const [, year, month, day] = /^day-(\d{4})(\d{2})(\d{2})/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}
