import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { entryNumber, SEGMENT_HEADER } from "./frame.ts";
import { unwritten } from "./unwritten.ts";

const NAME = /^(\d{10})\.journal$/;

export function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(10, "0")}.journal`);
}

/** The number in a segment's file name; nothing for other files. */
export function segmentNumber(fileName: string): number | undefined {
  const digits = NAME.exec(fileName)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** One file of the journal, and which of its entries still wait for their release. */
export class Segment {
  readonly number: number;
  readonly path: string;
  readonly live: Set<number> = new Set();
  bytes: number;
  entries = 0;
  /** No entry will be added any more, neither by appending nor by replay. */
  complete = false;

  constructor(directory: string, number: number, bytes: number) {
    this.number = number;
    this.path = segmentPath(directory, number);
    this.bytes = bytes;
  }

  /** The number of the entry `ahead` places behind the last one. */
  entryAt(ahead: number): number {
    return entryNumber(this.number, this.entries + ahead);
  }

  get isDone(): boolean {
    return this.complete && this.live.size === 0;
  }

  remove(): Promise<void> {
    return unlink(this.path);
  }
}

/** The segment that is being written. */
export class ActiveSegment extends Segment {
  readonly #file: FileHandle;

  private constructor(directory: string, number: number, file: FileHandle) {
    super(directory, number, SEGMENT_HEADER.length);
    this.#file = file;
  }

  /** Makes the file; it must not exist. The folder is synced too, or the file's name could be lost with the power. */
  static async create(directory: string, number: number): Promise<ActiveSegment> {
    const file = await open(segmentPath(directory, number), "wx", 0o600);
    try {
      await file.writeFile(SEGMENT_HEADER);
      await syncFolder(directory);
    } catch (error) {
      await file.close();
      await unlink(segmentPath(directory, number));
      throw error;
    }
    return new ActiveSegment(directory, number, file);
  }

  /** Writes all of it behind what was written before; counts nothing until `commit`. */
  async write(parts: readonly Buffer[]): Promise<number> {
    let rest = [...parts];
    let written = 0;
    while (rest.length > 0) {
      const { bytesWritten } = await this.#file.writev(rest, this.bytes + written);
      if (bytesWritten === 0) throw new Error("The file takes no more bytes");
      written += bytesWritten;
      rest = unwritten(rest, bytesWritten);
    }
    return written;
  }

  commit(bytes: number, entries: number): void {
    this.bytes += bytes;
    this.entries += entries;
  }

  /** Cuts off what a failed write left behind. */
  async rollBack(): Promise<void> {
    await this.#file.truncate(this.bytes);
  }

  sync(): Promise<void> {
    return this.#file.datasync();
  }

  async seal(): Promise<void> {
    this.complete = true;
    await this.#file.close();
  }
}

async function syncFolder(directory: string): Promise<void> {
  await using folder = await open(directory, "r");
  await folder.sync();
}
