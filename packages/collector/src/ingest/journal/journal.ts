import type { BodyForm } from "../body-form.ts";

/**
 * Where accepted bodies wait until what was read from them is in the store. An answer is given only after `append`,
 * so nothing acknowledged is lost when the process dies.
 */
export interface Journal {
  /** False when so many bytes would not fit: the receiver then answers 503 and keeps nothing. */
  hasRoom(bytes: number): boolean;
  /**
   * Keeps a body; resolves, once it is as durable as `stats().durability` says, with the number under which it is
   * released. Numbers are never used twice, also not after a restart.
   *
   * @throws WeirError `WEIR_JOURNAL_FULL`, `WEIR_JOURNAL_FAILED`: the body was not kept.
   */
  append(body: Buffer, form: BodyForm): Promise<number>;
  /** Everything read from this entry is in the store. */
  release(entry: number): void;
  /** Could this entry still be replayed, now or after a restart? True for a while after its release. */
  isLive(entry: number): boolean;
  /** Entries an earlier process left behind, oldest first; each waits for its release. Call it once, at start. */
  replay(): AsyncIterable<JournalEntry>;
  stats(): JournalStats;
  /** Makes everything appended durable. */
  close(): Promise<void>;
}

export interface JournalEntry {
  readonly entry: number;
  readonly body: Buffer;
  readonly form: BodyForm;
}

/**
 * What an acknowledged body survives. `power-safe`: power loss. `crash-safe`: the process being killed, and power loss
 * except for the last moments. `memory`: neither.
 */
type Durability = "power-safe" | "crash-safe" | "memory";

export interface JournalStats {
  readonly durability: Durability;
  readonly bytes: number;
  readonly segments: number;
  /** Appends that failed: the sender was told to try again. */
  readonly failed: number;
  /** Bytes that replay could not read, apart from an unfinished write at the very end. */
  readonly lostBytes: number;
  /** Bytes of unfinished writes; nobody was told that they were kept. */
  readonly tornBytes: number;
}
