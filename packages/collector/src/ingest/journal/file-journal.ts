import { mkdir, readdir, stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { WeirError } from "../../errors.ts";
import type { BodyForm } from "../body-form.ts";
import { cutTornTail } from "./cut-torn-tail.ts";
import { FRAME_HEADER_BYTES, frameHeader, MAX_SEGMENT_ENTRIES, segmentOf } from "./frame.ts";
import type { Journal, JournalEntry, JournalStats } from "./journal.ts";
import { replaySegment } from "./replay-segment.ts";
import { ActiveSegment, Segment, segmentNumber, segmentPath } from "./segment.ts";

export interface FileJournalOptions {
  /** Made if it does not exist, readable by its owner only: bodies are kept as they came. */
  readonly directory: string;
  /** `always` syncs before every answer, `interval` every `fsyncMs`. */
  readonly fsync: "interval" | "always";
  readonly fsyncMs: number;
  /** A new file is begun at this size; a file goes when all in it is released. */
  readonly segmentBytes: number;
  /** All files together; above it nothing more is taken. */
  readonly maxBytes: number;
  /** Told of failures nobody waits for: a sync, a file that cannot be removed. */
  readonly onFailure: (error: WeirError) => void;
}

export const FILE_JOURNAL: Omit<FileJournalOptions, "directory" | "onFailure"> = {
  fsync: "interval",
  fsyncMs: 50,
  segmentBytes: 16 * 1024 * 1024,
  maxBytes: 1024 * 1024 * 1024,
};

/** Bodies written by one system call; Linux takes at most 1024 parts, and each body is two. */
const MAX_GROUP = 256;

/** Seconds after which a sender should try again when the disk refuses. */
const RETRY_AFTER = 5;

interface Waiting {
  readonly header: Buffer;
  readonly body: Buffer;
  readonly resolve: (entry: number) => void;
  readonly reject: (error: WeirError) => void;
}

/**
 * The journal on disk. Bodies that arrive while a write is under way are written together by the next one, with one
 * sync for all of them.
 */
export class FileJournal implements Journal {
  readonly #options: FileJournalOptions;
  /** Files of earlier processes and full ones, by number. */
  readonly #sealed = new Map<number, Segment>();
  #active: ActiveSegment;
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #sealedBytes = 0;
  #writing: Promise<void> | undefined;
  #background: Promise<void> = Promise.resolve();
  #syncTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #failed = 0;
  #lostBytes = 0;
  readonly #tornBytes: number;
  #lastNumber: number;

  private constructor(options: FileJournalOptions, active: ActiveSegment, tornBytes: number) {
    this.#options = options;
    this.#active = active;
    this.#lastNumber = active.number;
    this.#tornBytes = tornBytes;
  }

  static async open(options: FileJournalOptions): Promise<FileJournal> {
    const { directory } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const numbers = (await readdir(directory)).map(segmentNumber).filter((number) => number !== undefined);
    numbers.sort((a, b) => a - b);
    const last = numbers.at(-1) ?? 0;
    const tornBytes = last === 0 ? 0 : await cutTornTail(segmentPath(directory, last));
    // Never the number of a file that existed: an entry's number must not come twice.
    const journal = new FileJournal(options, await ActiveSegment.create(directory, last + 1), tornBytes);
    for (const number of numbers) {
      const { size } = await stat(segmentPath(directory, number));
      journal.#sealed.set(number, new Segment(directory, number, size));
      journal.#sealedBytes += size;
    }
    return journal;
  }

  hasRoom(bytes: number): boolean {
    const used = this.#sealedBytes + this.#active.bytes + this.#queuedBytes;
    return used + bytes + FRAME_HEADER_BYTES <= this.#options.maxBytes;
  }

  append(body: Buffer, form: BodyForm): Promise<number> {
    if (this.#isClosed || !this.hasRoom(body.length)) {
      this.#failed += 1;
      const error = new WeirError("WEIR_JOURNAL_FULL", "The journal is full", { status: 503, retryAfter: RETRY_AFTER });
      return Promise.reject(error);
    }
    const header = frameHeader(body, form);
    this.#queuedBytes += header.length + body.length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ header, body, resolve, reject });
      this.#writing ??= this.#writeQueue();
    });
  }

  release(entry: number): void {
    const number = segmentOf(entry);
    const segment = number === this.#active.number ? this.#active : this.#sealed.get(number);
    segment?.live.delete(entry);
    if (segment?.isDone === true) this.#remove(segment);
  }

  isLive(entry: number): boolean {
    const number = segmentOf(entry);
    return number === this.#active.number || this.#sealed.has(number);
  }

  async *replay(): AsyncGenerator<JournalEntry> {
    const left = [...this.#sealed.values()].filter((segment) => !segment.complete);
    for (const segment of left) {
      const unreadable = yield* replaySegment(segment);
      this.#lostBytes += unreadable.bytes;
      if (unreadable.cause !== undefined) this.#tell("A journal file cannot be read", unreadable.cause);
      segment.complete = true;
      if (segment.isDone) this.#remove(segment);
    }
  }

  stats(): JournalStats {
    return {
      durability: this.#options.fsync === "always" ? "power-safe" : "crash-safe",
      bytes: this.#sealedBytes + this.#active.bytes,
      segments: this.#sealed.size + 1,
      failed: this.#failed,
      lostBytes: this.#lostBytes,
      tornBytes: this.#tornBytes,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
    clearTimeout(this.#syncTimer);
    // A file whose entries are all in the store would only be replayed for nothing. Its number lives on in an empty one.
    const isSpent = this.#active.entries > 0 && this.#active.live.size === 0;
    if (isSpent) this.#inBackground("The journal cannot be closed cleanly", () => this.#roll());
    await this.#background;
    if (!this.#active.complete) {
      await this.#active.sync();
      await this.#active.seal();
    }
    await this.#background;
  }

  async #writeQueue(): Promise<void> {
    // What else has arrived when the event loop comes round goes into the same write: each costs two thread switches.
    await setImmediate();
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0, MAX_GROUP);
      try {
        await this.#writeGroup(group);
      } catch (cause) {
        this.#queuedBytes -= byteCount(group);
        this.#failed += group.length;
        const detail = { status: 503, retryAfter: RETRY_AFTER, cause };
        const error = new WeirError("WEIR_JOURNAL_FAILED", "The journal cannot be written", detail);
        for (const { reject } of group) reject(error);
      }
    }
    this.#writing = undefined;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    if (this.#active.complete || this.#isFull()) await this.#roll();
    const segment = this.#active;
    let bytes: number;
    try {
      bytes = await segment.write(group.flatMap(({ header, body }) => [header, body]));
      if (this.#options.fsync === "always") await segment.sync();
    } catch (error) {
      await this.#recover(segment);
      throw error;
    }
    const entries = group.map((_item, index) => segment.entryAt(index));
    segment.commit(bytes, group.length);
    this.#queuedBytes -= bytes;
    for (const entry of entries) segment.live.add(entry);
    if (this.#options.fsync === "interval") this.#syncSoon();
    // At once, not with the next body: else a full file whose entries are all released would take up room for ever.
    if (this.#isFull()) await this.#roll().catch((cause: unknown) => this.#tell("A full file cannot be closed", cause));
    group.forEach(({ resolve }, index) => resolve(entries[index] as number));
  }

  #isFull(): boolean {
    const { bytes, entries } = this.#active;
    return entries > 0 && (bytes >= this.#options.segmentBytes || entries > MAX_SEGMENT_ENTRIES - MAX_GROUP);
  }

  /** After a failed write the file's end is unknown: cut it off, or never write to this file again. */
  async #recover(segment: ActiveSegment): Promise<void> {
    try {
      await segment.rollBack();
    } catch (cause) {
      this.#tell("A failed write cannot be undone", cause);
      await segment.seal();
    }
  }

  async #roll(): Promise<void> {
    const before = this.#active;
    // A failed try may leave a file behind, so each takes a new number.
    this.#lastNumber += 1;
    const next = await ActiveSegment.create(this.#options.directory, this.#lastNumber);
    this.#active = next;
    this.#sealed.set(before.number, before);
    this.#sealedBytes += before.bytes;
    if (!before.complete) {
      await before.sync();
      await before.seal();
    }
    if (before.isDone) this.#remove(before);
  }

  #syncSoon(): void {
    if (this.#syncTimer !== undefined) return;
    this.#syncTimer = setTimeout(() => {
      this.#syncTimer = undefined;
      const segment = this.#active;
      this.#inBackground("The journal cannot be synced", () => (segment.complete ? Promise.resolve() : segment.sync()));
    }, this.#options.fsyncMs);
    this.#syncTimer.unref();
  }

  #remove(segment: Segment): void {
    if (!this.#sealed.delete(segment.number)) return;
    this.#sealedBytes -= segment.bytes;
    this.#inBackground("A journal file cannot be removed", () => segment.remove());
  }

  #inBackground(whatFails: string, work: () => Promise<void>): void {
    this.#background = this.#background.then(work).catch((cause: unknown) => this.#tell(whatFails, cause));
  }

  #tell(whatFails: string, cause: unknown): void {
    this.#options.onFailure(new WeirError("WEIR_JOURNAL_FAILED", whatFails, { cause }));
  }
}

function byteCount(group: readonly Waiting[]): number {
  return group.reduce((sum, { header, body }) => sum + header.length + body.length, 0);
}
