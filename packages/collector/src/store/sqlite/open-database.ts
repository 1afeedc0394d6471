import { DatabaseSync } from "node:sqlite";
import { WeirError } from "../../errors.ts";
import { type FileForm, SCHEMA_VERSION } from "./schema.ts";

/** `FULL` also survives a power cut with every acknowledged batch; `NORMAL` survives the process being killed. */
export type Durability = "NORMAL" | "FULL";

/** Blobs of 2 KB fit whole pages of this size; must be set before the first table. */
const PAGE_BYTES = 16_384;
/** How long a statement waits for another connection's lock. Milliseconds. */
const LOCK_WAIT_MS = 5_000;
/** A write-ahead log that grew beyond this is cut back at the next checkpoint. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Opens a file for its one writer and creates its tables when it is new.
 * Throws `WEIR_STORE_NEWER` for a file of a later version of Weir, SQLite's error for a damaged one.
 */
export function openForWriting(
  path: string,
  form: FileForm,
  durability: Durability,
  prepare: (db: DatabaseSync) => void,
): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: LOCK_WAIT_MS });
  try {
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability};
      PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}; PRAGMA temp_store = MEMORY;`);
    bringUp(db, form);
    // A damaged schema shows here, while the file can still be closed.
    db.prepare("SELECT name FROM sqlite_schema").all();
    prepare(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Opens a file that exists, to read beside its writer. */
export function openForReading(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: LOCK_WAIT_MS });
  try {
    checkVersion(versionOf(db));
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Runs `work` in one transaction; nothing of it stays when it throws. */
export function transaction<T>(db: DatabaseSync, begin: "BEGIN" | "BEGIN IMMEDIATE", work: () => T): T {
  db.exec(begin);
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function bringUp(db: DatabaseSync, { tables, upgrades }: FileForm): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  transaction(db, "BEGIN IMMEDIATE", () => {
    const version = versionOf(db);
    checkVersion(version);
    db.exec(version === 0 ? tables : upgrades.slice(version - 1).join(""));
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}

function checkVersion(version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new WeirError("WEIR_STORE_NEWER", `The store has form ${version}, this Weir knows up to ${SCHEMA_VERSION}`, {
    status: 503,
    hint: "Start the version of Weir that wrote it, or give another data folder.",
  });
}
