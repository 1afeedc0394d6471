import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { WeirError } from "../../errors.ts";
import type { AlertRow, AlertRowKind, Lease, LeaseWish } from "../alert-port.ts";
import { DAY_MS, HOUR_MS, startOfDay } from "../day.ts";
import type { FindingState, Millis } from "../port.ts";
import type { AnnouncedDeploy } from "../versions.ts";
import { codedError, isDamage } from "./database-error.ts";
import { type DayPart, rowsIn, splitByDay, type WriterBatch } from "../day-part.ts";
import { DayWriter } from "./day-writer.ts";
import { Files } from "./files.ts";
import { isCounted, type LeavingDay, MainWriter } from "./main-writer.ts";
import type { Durability } from "./open-database.ts";

/** Day files held open for writing; late corrections may reach a few days back. */
const MAX_OPEN_DAYS = 4;
/** A day is sealed when rows so much younger than its end arrive: by then its latest traces are closed. */
const SEAL_AFTER_MS = HOUR_MS;

/** The only one who writes. Lives in its own thread; every call is synchronous and complete when it returns. */
export class Writer {
  readonly #files: Files;
  readonly #durability: Durability;
  readonly #main: MainWriter;
  readonly #open = new Map<string, DayWriter>();
  readonly #sealed = new Set<string>();
  #settled: ReadonlySet<string>;
  #detailFrom: string;

  constructor(folder: string, durability: Durability) {
    makeFolder(folder);
    this.#files = new Files(folder);
    this.#durability = durability;
    this.#main = coded("main.db", () => new MainWriter(this.#files.main, durability));
    this.#settled = this.#main.settled;
    this.#detailFrom = this.#main.detailFrom;
    this.#removeDroppedDays();
  }

  /** The constructor has done the work: files exist and are of this version's form. */
  ready(): void {
    this.#settled = this.#main.settled;
  }

  writeBatch(batch: WriterBatch): void {
    const parts = splitByDay(batch);
    const days = parts.map(({ day }) => day);
    let lateRows = 0;
    let droppedTraces = 0;
    for (const part of parts) {
      if (part.day < this.#detailFrom) lateRows += rowsIn(part);
      else droppedTraces += this.#writePart(batch.id, days, part);
    }
    coded("main.db", () => {
      this.#main.count("late_rows", lateRows);
      this.#main.count("dropped_traces", droppedTraces);
    });
    this.#sealFinishedDay(newest(batch));
  }

  putState(state: FindingState): void {
    coded("main.db", () => this.#main.putState(state));
    this.#settled = this.#main.settled;
  }

  putDeploy(deploy: AnnouncedDeploy): void {
    coded("main.db", () => this.#main.putDeploy(deploy));
  }

  takeLease(wish: LeaseWish): Lease | undefined {
    return coded("main.db", () => this.#main.alerts.takeLease(wish));
  }

  releaseLease(lease: Lease): void {
    coded("main.db", () => this.#main.alerts.releaseLease(lease));
  }

  putAlertRows(rows: readonly AlertRow[], lease: Lease | undefined): boolean {
    return coded("main.db", () => this.#main.alerts.put(rows, lease));
  }

  dropAlertRows(kind: AlertRowKind, before: Millis): void {
    coded("main.db", () => this.#main.alerts.drop(kind, before));
  }

  dropDetailBefore(day: string): void {
    startOfDay(day);
    if (day <= this.#detailFrom) return;
    const leaving: LeavingDay[] = [];
    for (const name of this.#files.days().filter((name) => name < day)) {
      const writer = this.#readableDay(name);
      if (writer === undefined || !this.#seal(name, writer)) continue;
      leaving.push({ db: writer.db, file: basename(this.#files.day(name)) });
    }
    coded("main.db", () => {
      this.#main.count("dropped_traces", this.#main.cutDetail(day, leaving));
    });
    this.#detailFrom = day;
    this.#removeDroppedDays();
  }

  dropBefore(day: string): void {
    this.dropDetailBefore(day);
    const kept = this.#files.days().flatMap((name) => this.#readableDay(name)?.db ?? []);
    coded("main.db", () => this.#main.drop(day, (kind, key) => kept.some((db) => isCounted(db, kind, key))));
    this.#closeSurplus(MAX_OPEN_DAYS);
  }

  close(): void {
    for (const writer of this.#open.values()) writer.close();
    this.#open.clear();
    this.#main.close();
  }

  /** A damaged file is set aside and the day begins again: better a gap that is said than a collector that stands still. */
  #writePart(batchId: string, days: readonly string[], part: DayPart): number {
    const write = () => this.#day(part.day).write(batchId, days, part, this.#settled);
    const file = basename(this.#files.day(part.day));
    return coded(file, () => {
      try {
        return write();
      } catch (error) {
        if (!isDamage(error)) throw error;
        this.#setAside(part.day);
        return write();
      }
    });
  }

  #day(day: string): DayWriter {
    const known = this.#open.get(day);
    if (known !== undefined) {
      this.#open.delete(day);
      this.#open.set(day, known);
      return known;
    }
    this.#closeSurplus(MAX_OPEN_DAYS - 1);
    const writer = new DayWriter(this.#files.day(day), day, this.#durability);
    this.#open.set(day, writer);
    return writer;
  }

  #readableDay(day: string): DayWriter | undefined {
    try {
      const known = this.#open.get(day) ?? new DayWriter(this.#files.day(day), day, this.#durability);
      this.#open.set(day, known);
      return known;
    } catch (error) {
      if (!isDamage(error)) throw codedError(error, basename(this.#files.day(day)));
      return undefined;
    }
  }

  #setAside(day: string): void {
    this.#open.get(day)?.close();
    this.#open.delete(day);
    this.#sealed.delete(day);
    this.#files.setAside(this.#files.day(day));
  }

  #closeSurplus(keep: number): void {
    for (const [day, writer] of this.#open) {
      if (this.#open.size <= keep) return;
      writer.close();
      this.#open.delete(day);
    }
  }

  /** At most one day per batch, so that no write waits for several. */
  #sealFinishedDay(newestRow: number): void {
    const day = this.#files
      .days()
      .find((name) => !this.#sealed.has(name) && startOfDay(name) + DAY_MS + SEAL_AFTER_MS <= newestRow);
    if (day === undefined) return;
    const writer = this.#readableDay(day);
    if (writer !== undefined) this.#seal(day, writer);
    this.#sealed.add(day);
    this.#closeSurplus(MAX_OPEN_DAYS);
  }

  /** False when the day cannot be read whole; what `main.db` has of it from an earlier sealing then stays. */
  #seal(day: string, { db }: DayWriter): boolean {
    try {
      const revision = Number(db.prepare("SELECT value FROM settings WHERE key = 'revision'").get()?.["value"] ?? 0);
      if (!this.#main.isSealed(day, revision)) this.#main.seal(day, db, revision);
      return true;
    } catch (error) {
      if (!isDamage(error)) throw codedError(error, "main.db");
      return false;
    }
  }

  /** Also finishes what a crash between the cut and the removal left behind. */
  #removeDroppedDays(): void {
    for (const day of this.#files.days()) {
      if (day >= this.#detailFrom) continue;
      this.#open.get(day)?.close();
      this.#open.delete(day);
      this.#files.removeDay(day);
    }
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const hint = "Give a folder that this process may write to.";
    throw new WeirError("WEIR_STORE_CANNOT_OPEN", "The store's folder cannot be made", { cause, status: 503, hint });
  }
}

function newest({ requests }: WriterBatch): number {
  return requests.reduce((latest, { ts }) => Math.max(latest, ts), -Infinity);
}

function coded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw codedError(error, file);
  }
}
