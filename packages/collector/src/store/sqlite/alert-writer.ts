import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { AlertRow, AlertRowKind, Lease, LeaseWish } from "../alert-port.ts";
import type { Millis } from "../port.ts";
import { transaction } from "./open-database.ts";
import { ALERT_TABLES } from "./schema.ts";

/** The writer's side of alerts. Other processes may write to the same file, so a lease is read and taken in one transaction. */
export class AlertWriter {
  readonly #db: DatabaseSync;
  readonly #put: StatementSync;
  readonly #held: StatementSync;
  readonly #take: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    transaction(db, "BEGIN IMMEDIATE", () => db.exec(ALERT_TABLES));
    this.#put = db.prepare(
      "INSERT OR REPLACE INTO alert_rows (kind, key, at, due, scope, body) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#held = db.prepare("SELECT holder, token, until FROM leases WHERE name = ?");
    this.#take = db.prepare("INSERT OR REPLACE INTO leases (name, holder, token, until) VALUES (?, ?, ?, ?)");
  }

  takeLease({ name, holder, now, ttlMs }: LeaseWish): Lease | undefined {
    return this.#alone(() => {
      const held = this.#lease(name);
      if (held !== undefined && held.holder !== holder && held.until > now) return undefined;
      const token = held === undefined ? 1 : held.holder === holder ? held.token : held.token + 1;
      this.#take.run(name, holder, token, now + ttlMs);
      return { name, holder, token, until: now + ttlMs };
    });
  }

  releaseLease(lease: Lease): void {
    this.#alone(() => {
      if (this.#isCurrent(lease)) this.#take.run(lease.name, lease.holder, lease.token, 0);
    });
  }

  put(rows: readonly AlertRow[], lease: Lease | undefined): boolean {
    return this.#alone(() => {
      if (lease !== undefined && !this.#isCurrent(lease)) return false;
      for (const { kind, key, at, due, scope, body } of rows) this.#put.run(kind, key, at, due ?? null, scope, body);
      return true;
    });
  }

  drop(kind: AlertRowKind, before: Millis): void {
    this.#db.prepare("DELETE FROM alert_rows WHERE kind = ? AND at < ? AND due IS NULL").run(kind, before);
  }

  #isCurrent({ name, holder, token }: Lease): boolean {
    const held = this.#lease(name);
    return held?.holder === holder && held.token === token;
  }

  #lease(name: string): Omit<Lease, "name"> | undefined {
    const row = this.#held.get(name);
    if (row === undefined) return undefined;
    return { holder: String(row["holder"]), token: Number(row["token"]), until: Number(row["until"]) };
  }

  #alone<T>(work: () => T): T {
    return transaction(this.#db, "BEGIN IMMEDIATE", work);
  }
}
