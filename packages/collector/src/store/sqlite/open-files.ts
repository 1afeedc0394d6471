import { basename } from "node:path";
import { WeirError } from "../../errors.ts";
import { DamagedFile } from "./database-error.ts";
import type { Files } from "./files.ts";
import { ReadFile } from "./read-file.ts";
import type { Sources } from "./segments.ts";

/** Files a reader keeps open between queries. */
const MAX_OPEN = 16;
/** A query starts over when a file goes away or proves damaged under it. */
const MAX_TRIES = 8;

/** The reader's connections: opened when needed, replaced when their file is another one now, damaged days left out. */
export class OpenFiles {
  readonly #files: Files;
  readonly #open = new Map<string, ReadFile>();
  /** Path of a day's file -> identity of the one that could not be read. */
  readonly #damaged = new Map<string, string>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Names of files that are there and cannot be read. */
  get damaged(): readonly string[] {
    return [...this.#damaged]
      .filter(([path, identity]) => this.#files.identity(path) === identity)
      .map(([path]) => basename(path));
  }

  /** Runs a query on everything that can be read, each file as it was at one moment. */
  read<T>(query: (sources: Sources) => T): T {
    for (let left = MAX_TRIES; ; left -= 1) {
      try {
        return query(this.#sources());
      } catch (error) {
        if (left === 0 || !this.#mayRetry(error)) throw error;
      } finally {
        this.#settle();
      }
    }
  }

  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  #sources(): Sources {
    const main = this.#file(this.#files.main);
    if (main === undefined) throw new WeirError("WEIR_STORE_CANNOT_OPEN", "The store has no main.db", { status: 503 });
    const detailFrom = main.textOf("SELECT value FROM settings WHERE key = 'detail_from'") ?? "";
    const days = new Map<string, ReadFile>();
    for (const day of this.#files.days()) {
      if (day < detailFrom) continue;
      const file = this.#file(this.#files.day(day));
      if (file !== undefined) days.set(day, file);
    }
    const sealed = main.all("SELECT day FROM sealed_days ORDER BY day").map(([day]) => String(day));
    return { main, days, sealed: sealed.filter((day) => !days.has(day)) };
  }

  #file(path: string): ReadFile | undefined {
    const identity = this.#files.identity(path);
    const known = this.#open.get(path);
    if (known !== undefined && known.identity !== identity) this.#forget(path);
    if (identity === undefined || this.#damaged.get(path) === identity) return undefined;
    const file = this.#open.get(path) ?? new ReadFile(path, basename(path), identity);
    if (!this.#open.has(path) && !file.ready) {
      file.close();
      return undefined;
    }
    this.#open.delete(path);
    this.#open.set(path, file);
    file.begin();
    return file;
  }

  /** A damaged day is left out from now on; a file that went away is simply not there the next time. */
  #mayRetry(error: unknown): boolean {
    if (error instanceof DamagedFile) {
      const path = this.#files.path(error.file);
      if (path === this.#files.main) return false;
      this.#damaged.set(path, this.#files.identity(path) ?? "");
      this.#forget(path);
      return true;
    }
    return (
      error instanceof WeirError &&
      error.code === "WEIR_STORE_CANNOT_OPEN" &&
      this.#files.identity(this.#files.main) !== undefined
    );
  }

  #forget(path: string): void {
    this.#open.get(path)?.close();
    this.#open.delete(path);
  }

  #settle(): void {
    for (const [path, file] of this.#open) {
      file.end();
      if (this.#open.size > MAX_OPEN) this.#forget(path);
    }
  }
}
