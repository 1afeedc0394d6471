import type { AlertRow, AlertRowKind, AlertRowQuery } from "../alert-port.ts";
import type { ReadFile } from "./read-file.ts";

/** Rows asked for without a limit are all of their kind: SQLite takes -1 for that. */
const ALL = -1;

export function alertRowsOf(main: ReadFile, query: AlertRowQuery): readonly AlertRow[] {
  const { kind, key, scope, dueBy, after, limit = ALL } = query;
  const wanted = ["kind = ?"];
  const values: (string | number)[] = [kind];
  const where = (condition: string, ...of: readonly (string | number)[]): void => {
    wanted.push(condition);
    values.push(...of);
  };
  if (key !== undefined) where("key = ?", key);
  if (scope !== undefined) where("scope = ?", scope);
  if (dueBy !== undefined) where("due <= ?", dueBy);
  if (after !== undefined) where("(at < ? OR (at = ? AND key > ?))", after.at, after.at, after.key);
  const order = dueBy === undefined ? "at DESC, key" : "due, key";
  const sql = `SELECT kind, key, at, due, scope, body FROM alert_rows WHERE ${wanted.join(" AND ")} ORDER BY ${order} LIMIT ?`;
  return main.all(sql, ...values, limit).map(([kind, key, at, due, scope, body]) => ({
    kind: kind as AlertRowKind,
    key: String(key),
    at: Number(at),
    ...(due === null ? {} : { due: Number(due) }),
    scope: String(scope),
    body: String(body),
  }));
}
