import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { unreadable } from "./input-error.ts";

/** What stands for standard input on a command line. */
export const STANDARD_INPUT = "-";

/** Read from the disk at once; also the size of the pieces everything behind works with. */
const PIECE_BYTES = 256 * 1024;

/**
 * The bytes of a file, or of standard input, in pieces. Gzip is recognised by its first bytes, whatever the file's name
 * says. Nothing is held but the piece in work.
 */
export async function* openInput(
  path: string,
  stdin: Readable = process.stdin,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const raw = path === STANDARD_INPUT ? stdin : createReadStream(path, { highWaterMark: PIECE_BYTES });
  const pieces = counted(raw as AsyncIterable<Buffer>, onBytes)[Symbol.asyncIterator]();
  try {
    const first = await firstPiece(pieces);
    if (first.length === 0) return;
    const all = rejoined(first, pieces);
    yield* isGzip(first) ? gunzipped(all) : all;
  } finally {
    raw.destroy();
  }
}

async function* counted(pieces: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    onBytes(piece.length);
    yield piece;
  }
}

/** Two bytes tell gzip from everything else; a pipe may bring them one by one. */
async function firstPiece(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await pieces.next();
    if (next.done === true) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

async function* rejoined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* gunzipped(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const feed = (async () => {
    for await (const piece of pieces) {
      if (!gunzip.write(piece)) await new Promise((resume) => gunzip.once("drain", resume));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })().catch((error: unknown) => gunzip.destroy(error as Error));
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(
      "The gzip data is damaged or cut short",
      "Make the file anew; a capture must end before it is read",
      error,
    );
  } finally {
    gunzip.destroy();
    await feed;
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
