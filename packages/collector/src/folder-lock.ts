import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { WeirError } from "./errors.ts";

/** Of the file that is locked; it stays empty. */
const LOCK_FILE = "collector.lock";
/** A collector that is being replaced needs a moment to finish. */
const TRIES = 50;
const PAUSE_MS = 100;
const BUSY = 5;

/**
 * Keeps a second collector out of a data folder: two would write into one journal and replay each other's entries. The
 * lock is the operating system's, held through SQLite, so it ends with the process however that ends.
 */
export class FolderLock {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Waits a few seconds for whoever holds it. Throws `WEIR_DATA_IN_USE`. */
  static async take(folder: string, pause: () => Promise<unknown> = () => setTimeout(PAUSE_MS)): Promise<FolderLock> {
    for (let left = TRIES; ; left -= 1) {
      const lock = tryLock(join(folder, LOCK_FILE));
      if (lock !== undefined) return new FolderLock(lock);
      if (left === 0) {
        throw new WeirError("WEIR_DATA_IN_USE", "Another collector uses this data folder", {
          status: 503,
          hint: "Stop it, or give this one a folder of its own with --data.",
        });
      }
      await pause();
    }
  }

  release(): void {
    this.#db.close();
  }
}

function tryLock(path: string): DatabaseSync | undefined {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY) return undefined;
    throw error;
  }
}
