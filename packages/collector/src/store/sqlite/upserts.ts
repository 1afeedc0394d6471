import type { DatabaseSync, StatementSync } from "node:sqlite";
import { SketchAdder } from "@weir/core";
import { addCounts } from "../counter-sums.ts";

export type Presences = "route_days" | "finding_days";
export type Rollups = "route_minutes" | "route_hours" | "finding_minutes" | "finding_hours";

const FIRST = "first = min(ifnull(first, excluded.first), ifnull(excluded.first, first))";
const LAST = "last = max(ifnull(last, excluded.last), ifnull(excluded.last, last))";

/** Lets SQL add two sketch blobs and two field lists; must be called once per writing connection. */
export function defineMerges(db: DatabaseSync): void {
  const options = { deterministic: true, directOnly: true };
  const adder = new SketchAdder();
  db.function("merge_sketches", options, (a, b) => adder.sum([a as Uint8Array, b as Uint8Array]));
  db.function("merge_fields", options, (a, b) => mergeFields(String(a), String(b)));
}

export type SharedUpserts = Readonly<Record<"counters" | "documents", StatementSync>> &
  Readonly<Partial<Record<Rollups | Presences, StatementSync>>>;

/** Statements that add to what a file has, for the tables every file has and for `more`. */
export function sharedUpserts(db: DatabaseSync, more: readonly Rollups[]): SharedUpserts {
  const upserts: Partial<Record<Rollups | Presences, StatementSync>> = {};
  for (const table of ["route_hours", "finding_hours", ...more] as const) upserts[table] = rollupUpsert(db, table);
  for (const table of ["route_days", "finding_days"] as const) upserts[table] = presenceUpsert(db, table);
  return { ...upserts, counters: counterUpsert(db), documents: documentUpsert(db) };
}

function rollupUpsert(db: DatabaseSync, table: Rollups): StatementSync {
  const keys = table.startsWith("finding") ? "bucket, finding, route, version" : "bucket, route, version";
  return db.prepare(`INSERT INTO ${table} (${keys}, n, errors, first, last, duration, saved_low, saved_high)
    VALUES (${marks(keys)}, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET n = n + excluded.n, errors = errors + excluded.errors,
    ${FIRST}, ${LAST}, duration = merge_sketches(duration, excluded.duration),
    saved_low = merge_sketches(saved_low, excluded.saved_low), saved_high = merge_sketches(saved_high, excluded.saved_high)`);
}

function presenceUpsert(db: DatabaseSync, table: Presences): StatementSync {
  const keys = table === "finding_days" ? "day, finding, route, version" : "day, route, version";
  return db.prepare(`INSERT INTO ${table} (${keys}, n, first, last) VALUES (${marks(keys)}, ?, ?, ?)
    ON CONFLICT DO UPDATE SET n = n + excluded.n, ${FIRST}, ${LAST}`);
}

function counterUpsert(db: DatabaseSync): StatementSync {
  return db.prepare(`INSERT INTO counters (route, version, kind, key, bucket, fields) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET fields = merge_fields(fields, excluded.fields)`);
}

/** Keeps the newer document; ties as in `isNewer`. */
function documentUpsert(db: DatabaseSync): StatementSync {
  return db.prepare(`INSERT INTO documents (kind, key, service, env, route_key, version, ts, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET route_key = excluded.route_key,
    version = excluded.version, ts = excluded.ts, body = excluded.body
    WHERE (excluded.ts, excluded.version, excluded.body) > (ts, version, body)`);
}

function marks(keys: string): string {
  return keys.replaceAll(/\w+/g, "?");
}

export function encodeFields(fields: ReadonlyMap<string, number>): string {
  return JSON.stringify([...fields].flat());
}

/** Throws `TypeError` or `SyntaxError` on text that `encodeFields` did not write. */
export function decodeFields(text: string): Map<string, number> {
  const flat: unknown = JSON.parse(text);
  if (!Array.isArray(flat) || flat.length % 2 !== 0) throw new TypeError("not a list of fields and counts");
  const fields = new Map<string, number>();
  for (let index = 0; index < flat.length; index += 2) fields.set(String(flat[index]), Number(flat[index + 1]));
  return fields;
}

function mergeFields(a: string, b: string): string {
  const fields = decodeFields(a);
  addCounts(fields, decodeFields(b));
  return encodeFields(fields);
}
