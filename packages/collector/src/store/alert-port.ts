import type { Millis } from "./port.ts";

/**
 * What alerts keep, and what people said about calls (`override`). The store knows neither rules nor messages: it keeps one row per thing, the newest one put, writes
 * several of them as one, and lets one collector at a time have the pen. Time is always the caller's.
 *
 * An adapter needs: a put of several rows that is seen whole or not at all, and a lease with a growing token.
 */
export interface AlertStore {
  /**
   * Gives the lease to who asks when it is free, over, or already theirs; `undefined` when somebody else has it. Its
   * token grows whenever it passes to another holder.
   */
  takeLease(wish: LeaseWish): Promise<Lease | undefined>;
  /** Ends a lease that is still held, so that nobody waits for its time to pass. */
  releaseLease(lease: Lease): Promise<void>;
  /**
   * Puts all rows or none. With a lease: `false`, and nothing is put, when another holder has taken over since. Without
   * one it is for rows that nobody else writes.
   */
  putAlertRows(rows: readonly AlertRow[], lease?: Lease): Promise<boolean>;
  /** Newest `at` first, ties by key; with `dueBy` the longest due first. */
  alertRows(query: AlertRowQuery): Promise<readonly AlertRow[]>;
  /** Removes rows of a kind older than this on which nothing is due. */
  dropAlertRows(kind: AlertRowKind, before: Millis): Promise<void>;
}

export const ALERT_ROW_KINDS = [
  "app",
  "life",
  "change",
  "group",
  "delivery",
  "receiver",
  "silence",
  "health",
  "override",
] as const;
export type AlertRowKind = (typeof ALERT_ROW_KINDS)[number];

export interface AlertRow {
  readonly kind: AlertRowKind;
  /** Unique within its kind. */
  readonly key: string;
  readonly at: Millis;
  /** When something is to be done about it; absent: nothing is. */
  readonly due?: Millis;
  /** What rows of a kind are told apart by: a receiver, a finding. `""` where there is nothing to tell apart. */
  readonly scope: string;
  /** JSON text. */
  readonly body: string;
}

export interface AlertRowQuery {
  readonly kind: AlertRowKind;
  readonly key?: string;
  readonly scope?: string;
  /** Only rows with something due at or before this. */
  readonly dueBy?: Millis;
  /** Rows that come after this one in the list. Not together with `dueBy`. */
  readonly after?: { readonly at: Millis; readonly key: string };
  readonly limit?: number;
}

export interface LeaseWish {
  readonly name: string;
  /** Unique per process. */
  readonly holder: string;
  readonly now: Millis;
  readonly ttlMs: number;
}

export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly token: number;
  readonly until: Millis;
}
