import type { AlertRow, AlertRowKind, AlertRowQuery, Lease, LeaseWish } from "../alert-port.ts";
import { byFields } from "../order.ts";
import type { Millis } from "../port.ts";

/** Alert rows and leases of a store without a disk. */
export class MemoryAlerts {
  readonly #bound: number;
  readonly #rows = new Map<AlertRowKind, Map<string, AlertRow>>();
  readonly #leases = new Map<string, Lease>();
  #dropped = 0;

  /** `bound`: rows of each kind; above it the one put longest ago goes. */
  constructor(bound: number) {
    this.#bound = bound;
  }

  get dropped(): number {
    return this.#dropped;
  }

  takeLease({ name, holder, now, ttlMs }: LeaseWish): Lease | undefined {
    const held = this.#leases.get(name);
    if (held !== undefined && held.holder !== holder && held.until > now) return undefined;
    const token = held === undefined ? 1 : held.holder === holder ? held.token : held.token + 1;
    const lease = { name, holder, token, until: now + ttlMs };
    this.#leases.set(name, lease);
    return lease;
  }

  releaseLease(lease: Lease): void {
    if (this.#isCurrent(lease)) this.#leases.set(lease.name, { ...lease, until: 0 });
  }

  put(rows: readonly AlertRow[], lease: Lease | undefined): boolean {
    if (lease !== undefined && !this.#isCurrent(lease)) return false;
    for (const row of rows) this.#putOne(row);
    return true;
  }

  rows({ kind, key, scope, dueBy, after, limit }: AlertRowQuery): readonly AlertRow[] {
    const order = dueBy === undefined ? BY_TIME : BY_DUE;
    return [...(this.#rows.get(kind)?.values() ?? [])]
      .filter((row) => key === undefined || row.key === key)
      .filter((row) => scope === undefined || row.scope === scope)
      .filter(({ due }) => dueBy === undefined || (due !== undefined && due <= dueBy))
      .filter((row) => after === undefined || row.at < after.at || (row.at === after.at && row.key > after.key))
      .sort(order)
      .slice(0, limit);
  }

  drop(kind: AlertRowKind, before: Millis): void {
    const rows = this.#rows.get(kind);
    for (const [key, { at, due }] of rows ?? []) if (at < before && due === undefined) rows?.delete(key);
  }

  #isCurrent({ name, holder, token }: Lease): boolean {
    const held = this.#leases.get(name);
    return held?.holder === holder && held.token === token;
  }

  #putOne(row: AlertRow): void {
    const rows = this.#rows.get(row.kind) ?? new Map<string, AlertRow>();
    this.#rows.set(row.kind, rows);
    rows.delete(row.key);
    rows.set(row.key, row);
    if (rows.size <= this.#bound) return;
    rows.delete(rows.keys().next().value ?? "");
    this.#dropped += 1;
  }
}

const BY_TIME = byFields<AlertRow>(
  ({ at }) => -at,
  ({ key }) => key,
);
const BY_DUE = byFields<AlertRow>(
  ({ due }) => due ?? 0,
  ({ key }) => key,
);
