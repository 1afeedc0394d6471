import type { Journal, JournalEntry, JournalStats } from "./journal.ts";

/** Keeps nothing: what is not in the store when the process dies is lost. Status says so. */
export class MemoryJournal implements Journal {
  #next = 0;

  hasRoom(): boolean {
    return true;
  }

  append(): Promise<number> {
    this.#next += 1;
    return Promise.resolve(this.#next);
  }

  release(): void {
    // Nothing was kept.
  }

  isLive(): boolean {
    return false;
  }

  async *replay(): AsyncGenerator<JournalEntry> {
    // Nothing was kept.
  }

  stats(): JournalStats {
    return { durability: "memory", bytes: 0, segments: 0, failed: 0, lostBytes: 0, tornBytes: 0 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
