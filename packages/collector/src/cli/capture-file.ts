import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** What may wait for the disk before senders are asked to wait. Bytes. */
const MAX_WAITING = 32 * 1024 * 1024;

/** A file that grows line by line up to a size; packed when its name ends in `.gz`. */
export class CaptureFile {
  readonly path: string;
  readonly #maxBytes: number;
  readonly #head: Writable;
  readonly #ended: Promise<unknown>;
  #bytes = 0;
  #waiting = 0;

  constructor(path: string, maxBytes: number) {
    this.path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true });
    const file = createWriteStream(path, { mode: 0o600 });
    this.#ended = finished(file);
    this.#ended.catch(() => undefined);
    if (path.endsWith(".gz")) {
      const gzip = createGzip();
      gzip.pipe(file);
      this.#head = gzip;
    } else this.#head = file;
    this.#head.on("error", () => undefined);
  }

  /** Before packing. */
  get bytes(): number {
    return this.#bytes;
  }

  get isBusy(): boolean {
    return this.#waiting > MAX_WAITING;
  }

  /** False when the file has reached its size: then nothing was written. */
  write(line: string): boolean {
    const bytes = Buffer.byteLength(line);
    if (this.#bytes + bytes > this.#maxBytes) return false;
    this.#append(line, bytes);
    return true;
  }

  /** Writes a last line whatever the size, and closes the file. */
  async end(line: string): Promise<void> {
    this.#append(line, Buffer.byteLength(line));
    this.#head.end();
    await this.#ended;
  }

  #append(line: string, bytes: number): void {
    this.#bytes += bytes;
    this.#waiting += bytes;
    this.#head.write(line, () => {
      this.#waiting -= bytes;
    });
  }
}
