import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const DAY_FILE = /^day-(\d{8})\.db$/;
const SET_ASIDE = /^(?:day-\d{8}|main)\.db\.damaged-\d+$/;
/** What SQLite keeps beside a database in WAL mode. */
const COMPANIONS = ["-wal", "-shm"];

export const MAIN_FILE = "main.db";

/** The store's folder: `main.db` and one `day-YYYYMMDD.db` per UTC day. */
export class Files {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get main(): string {
    return join(this.folder, MAIN_FILE);
  }

  day(day: string): string {
    return join(this.folder, `day-${day}.db`);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Days that have a file, oldest first. */
  days(): readonly string[] {
    return readdirSync(this.folder)
      .flatMap((name) => DAY_FILE.exec(name)?.[1] ?? [])
      .sort();
  }

  /** Tells a file from another one of the same name; `undefined` when there is none. */
  identity(path: string): string | undefined {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? undefined : `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
  }

  removeDay(day: string): void {
    for (const suffix of ["", ...COMPANIONS]) rmSync(this.day(day) + suffix, { force: true });
  }

  /** Moves a damaged file out of the way, keeping it for whoever wants to look. Returns its new name. */
  setAside(path: string): string {
    let number = 1;
    while (existsSync(`${path}.damaged-${number}`)) number += 1;
    const aside = `${path}.damaged-${number}`;
    for (const suffix of ["", ...COMPANIONS]) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
    return aside;
  }

  setAsideNames(): readonly string[] {
    return readdirSync(this.folder).filter((name) => SET_ASIDE.test(name));
  }

  bytes(): number {
    let sum = 0;
    for (const name of readdirSync(this.folder)) {
      if (name.includes(".db")) sum += statSync(join(this.folder, name), { throwIfNoEntry: false })?.size ?? 0;
    }
    return sum;
  }
}
