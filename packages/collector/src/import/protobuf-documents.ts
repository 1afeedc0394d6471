import { inputTooLarge, unreadable } from "./input-error.ts";

/** Bytes of one `ResourceSpans`, or of one message behind its length. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** Small neighbours are handed on together. */
const PART_BYTES = 1024 * 1024;

/** Cuts `TracesData` in protobuf into parts of whole `ResourceSpans`. */
export async function* protobufDocuments(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* cut(pieces, (held) => {
    const header = varint(held, 1);
    if (held[0] !== 0x0a) throw notSpans();
    return header === undefined ? undefined : { start: 0, end: header.at + header.value };
  });
}

/** Messages behind their lengths, as the OpenTelemetry collector's file exporter writes them. */
export async function* framedDocuments(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* cut(pieces, (held) => (held.length < 4 ? undefined : { start: 4, end: 4 + held.readUInt32BE(0) }), 0);
}

type Measure = (held: Buffer) => { readonly start: number; readonly end: number } | undefined;

async function* cut(pieces: AsyncIterable<Buffer>, measure: Measure, together = PART_BYTES): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let part: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    for (let message = next(held, measure); message !== undefined; message = next(held, measure)) {
      part.push(held.subarray(message.start, message.end));
      size += message.end;
      held = held.subarray(message.end);
      if (size < together) continue;
      yield Buffer.concat(part);
      part = [];
      size = 0;
    }
  }
  if (part.length > 0) yield Buffer.concat(part);
  if (held.length > 0) throw unreadable("The file ends in the middle of a message", "It may be damaged or cut short");
}

function next(held: Buffer, measure: Measure): { readonly start: number; readonly end: number } | undefined {
  if (held.length === 0) return undefined;
  const message = measure(held);
  if (message === undefined) return undefined;
  if (message.end > MAX_MESSAGE_BYTES) throw inputTooLarge("One message of the file", MAX_MESSAGE_BYTES);
  return message.end <= held.length ? message : undefined;
}

function varint(bytes: Buffer, from: number): { readonly value: number; readonly at: number } | undefined {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[from + shift / 7];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, at: from + shift / 7 + 1 };
  }
  throw notSpans();
}

function notSpans(): Error {
  return unreadable("The file is no OTLP protobuf", "weir reads OTLP as JSON, JSON lines or protobuf, and Jaeger JSON");
}
