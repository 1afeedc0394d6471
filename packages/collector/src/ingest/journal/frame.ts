import { crc32 } from "node:zlib";
import type { BodyForm } from "../body-form.ts";

/*
 * A segment file is a header and frames behind one another:
 *
 *   header   8 bytes  "WEIRJNL1"
 *   frame    4 bytes  length of the body, little-endian
 *            4 bytes  CRC-32 of the body
 *            1 byte   form: bit 0 JSON, bit 1 gzip
 *            4 bytes  CRC-32 of the nine bytes before
 *            n bytes  body
 *
 * The header's own checksum tells a damaged length from a write that was cut short.
 * An entry's number is its segment's number and its position in the segment, so it needs no place in the file.
 */
export const SEGMENT_HEADER: Buffer = Buffer.from("WEIRJNL1", "latin1");
export const FRAME_HEADER_BYTES = 13;

/** Entries of one segment. */
export const MAX_SEGMENT_ENTRIES: number = 2 ** 20;

export function entryNumber(segment: number, index: number): number {
  return segment * MAX_SEGMENT_ENTRIES + index;
}

export function segmentOf(entry: number): number {
  return Math.floor(entry / MAX_SEGMENT_ENTRIES);
}

/** What stands before `body` in the file. */
export function frameHeader(body: Buffer, form: BodyForm): Buffer {
  const header = Buffer.allocUnsafe(FRAME_HEADER_BYTES);
  header.writeUInt32LE(body.length, 0);
  header.writeUInt32LE(crc32(body), 4);
  header[8] = (form.encoding === "json" ? 1 : 0) | (form.gzip ? 2 : 0);
  header.writeUInt32LE(crc32(header.subarray(0, 9)), 9);
  return header;
}

export interface Frame {
  readonly body: Buffer;
  readonly form: BodyForm;
  /** Where the next frame begins. */
  readonly next: number;
}

/** `torn`: the file ends within the frame. `corrupt`: the bytes are not what was written. */
export type UnreadableFrame = "torn" | "corrupt";

export function readFrame(file: Buffer, at: number): Frame | UnreadableFrame {
  const start = at + FRAME_HEADER_BYTES;
  if (start > file.length) return "torn";
  if (crc32(file.subarray(at, at + 9)) !== file.readUInt32LE(at + 9)) return "corrupt";
  const next = start + file.readUInt32LE(at);
  if (next > file.length) return "torn";
  const body = file.subarray(start, next);
  if (crc32(body) !== file.readUInt32LE(at + 4)) return "corrupt";
  const formByte = file[at + 8] ?? 0;
  const encoding = (formByte & 1) === 0 ? "protobuf" : "json";
  return { body, form: { encoding, gzip: (formByte & 2) !== 0 }, next };
}

export function hasSegmentHeader(file: Buffer): boolean {
  return file.subarray(0, SEGMENT_HEADER.length).equals(SEGMENT_HEADER);
}
