import type { AlertRow, AlertRowKind, AlertRowQuery, Lease } from "../alert-port.ts";
import type { Millis } from "../port.ts";
import type { Leases } from "./leases.ts";
import { all, integer, oneOf, text } from "./literal.ts";
import type { Server } from "./servers.ts";
import { type StateLog, type StateRow, UNFENCED } from "./state-log.ts";

/** Rows marked as gone in one block. */
const DROPPED_AT_ONCE = 1_000;

/** What alerts keep, as documents of the state log. */
export class AlertDocuments {
  readonly #log: StateLog;
  readonly #leases: Leases;

  constructor(log: StateLog, leases: Leases) {
    this.#log = log;
    this.#leases = leases;
  }

  async put(server: Server, rows: readonly AlertRow[]): Promise<void> {
    await this.#log.put(server, UNFENCED, rows.map(toState));
  }

  putFenced(rows: readonly AlertRow[], lease: Lease): Promise<boolean> {
    return this.#leases.put(rows.map(toState), lease);
  }

  async read(server: Server, query: AlertRowQuery): Promise<readonly AlertRow[]> {
    const { kind, key, scope, dueBy, after, limit } = query;
    await this.#log.catchUpOnce(server);
    const fences = await this.#leases.fences(server);
    const newest = all(
      `space = ${text(spaceOf(kind))}`,
      oneOf("fence", fences.map(text)),
      key === undefined ? undefined : `key = ${text(key)}`,
    );
    const wanted = all(
      "gone = 0",
      scope === undefined ? undefined : `scope = ${text(scope)}`,
      dueBy === undefined ? undefined : `has_due = 1 AND due <= ${integer(dueBy)}`,
      after === undefined
        ? undefined
        : `at < ${integer(after.at)} OR (at = ${integer(after.at)} AND key > ${text(after.key)})`,
    );
    const rows = await server.rows<readonly [string, number, number, number, string, string]>(
      `SELECT key, at, due, has_due, scope, body FROM (
         SELECT key, at, due, has_due, scope, body, gone FROM ${this.#log.table} WHERE ${newest}
         ORDER BY key, seq DESC, writer DESC LIMIT 1 BY key)
       WHERE ${wanted} ORDER BY ${dueBy === undefined ? "at DESC" : "due"}, key
       ${limit === undefined ? "" : `LIMIT ${integer(limit)}`}`,
    );
    return rows.map(([of, at, due, hasDue, to, body]) => ({
      kind,
      key: of,
      at,
      scope: to,
      body,
      ...(hasDue === 1 ? { due } : {}),
    }));
  }

  async drop(server: Server, kind: AlertRowKind, before: Millis): Promise<void> {
    const old = (await this.read(server, { kind })).filter(({ at, due }) => at < before && due === undefined);
    for (let from = 0; from < old.length; from += DROPPED_AT_ONCE) {
      const some = old.slice(from, from + DROPPED_AT_ONCE);
      await this.#log.put(
        server,
        UNFENCED,
        some.map((row) => ({ ...toState(row), body: "", gone: true })),
      );
    }
  }
}

function spaceOf(kind: AlertRowKind): string {
  return `alert/${kind}`;
}

function toState({ kind, key, at, due, scope, body }: AlertRow): StateRow {
  return { space: spaceOf(kind), key, at, due, scope, body };
}
