import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { PieceId } from "./cutting/scanned-body.ts";
import { TakenPieces } from "./taken-pieces.ts";

/** Of one piece in a file. */
const BYTES = 8;

/**
 * The pieces this collector has taken, over restarts: two files of 8 bytes per piece, one for each generation. What was
 * added is written once per turn of the event loop. That is soon enough: until its journal entry is released a piece is
 * found in the journal again, and an entry is released many turns later, after its analysis.
 */
export class TakenFile {
  readonly #pieces: TakenPieces;
  #files: { readonly old: string; readonly young: string } | undefined;
  readonly #onFailure: (error: unknown) => void;
  #unwritten: PieceId[] = [];
  /** Whole ones in the young file. */
  #written = 0;

  /** Without a folder they are forgotten with the process. */
  constructor(folder: string | undefined, onFailure: (error: unknown) => void, maxYoung?: number) {
    this.#onFailure = onFailure;
    this.#pieces = new TakenPieces(() => this.#turn(), maxYoung);
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#files = { old: join(folder, "taken-old"), young: join(folder, "taken-young") };
    const young = readIds(this.#files.young);
    this.#written = young.length;
    this.#pieces.restore(readIds(this.#files.old), young);
  }

  get size(): number {
    return this.#pieces.size;
  }

  has(id: PieceId): boolean {
    return this.#pieces.has(id);
  }

  add(id: PieceId): void {
    if (!this.#pieces.add(id) || this.#files === undefined) return;
    if (this.#unwritten.length === 0) setImmediate(() => this.flush());
    this.#unwritten.push(id);
  }

  /** Never throws: pieces that cannot be written may be counted twice after a crash, and none is lost. */
  flush(): void {
    const ids = this.#unwritten.splice(0);
    if (this.#files === undefined || ids.length === 0) return;
    const { young } = this.#files;
    try {
      appendFileSync(young, bytesOf(ids), { mode: 0o600 });
      this.#written += ids.length;
    } catch (error) {
      this.#onFailure(error);
      // Half a piece would shift all that come after it.
      this.#try(() => truncateSync(young, BYTES * this.#written));
    }
  }

  #turn(): void {
    this.flush();
    const files = this.#files;
    if (files === undefined) return;
    this.#try(() => {
      if (this.#written > 0) renameSync(files.young, files.old);
      this.#written = 0;
    });
  }

  /** A file that can be neither written nor mended is left as it is until the next start. */
  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#files = undefined;
      this.#onFailure(error);
    }
  }
}

function bytesOf(ids: readonly PieceId[]): Buffer {
  const bytes = Buffer.allocUnsafe(BYTES * ids.length);
  ids.forEach(({ high, low }, index) => {
    bytes.writeUInt32LE(high, BYTES * index);
    bytes.writeUInt32LE(low, BYTES * index + 4);
  });
  return bytes;
}

/** A torn end is cut off: the journal still has that piece. */
function readIds(path: string): PieceId[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const count = Math.floor(bytes.length / BYTES);
  if (bytes.length > BYTES * count) truncateSync(path, BYTES * count);
  return Array.from({ length: count }, (_, index) => ({
    high: bytes.readUInt32LE(BYTES * index),
    low: bytes.readUInt32LE(BYTES * index + 4),
  }));
}
