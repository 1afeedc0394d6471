import type { Readable } from "node:stream";
import { WeirError } from "../errors.ts";
import { parseJson } from "../ingest/json/parse-json.ts";
import { readSpans as readJson } from "../ingest/json/read-spans.ts";
import { readSpans as readProtobuf } from "../ingest/protobuf/read-spans.ts";
import { redactSpans } from "../ingest/redact-spans.ts";
import { READ_LIMITS, type ReadLimits, type SpanBatch } from "../ingest/span-batch.ts";
import { readCaptureLine } from "./capture-line.ts";
import { unreadable } from "./input-error.ts";
import type { InputFormat, InputItem } from "./input-item.ts";
import { jaegerToOtlp } from "./jaeger-to-otlp.ts";
import { jsonDocuments } from "./json-documents.ts";
import { openInput } from "./open-input.ts";
import { framedDocuments, protobufDocuments } from "./protobuf-documents.ts";
import { SNIFF_BYTES, sniffFormat } from "./sniff-format.ts";

/** Spans of one document of a file; a document is at most some tens of MiB. */
const LIMITS: ReadLimits = { ...READ_LIMITS, maxSpans: 1_000_000 };

export interface ReadOptions {
  readonly stdin?: Readable;
  /** Reads what only captures hold – sources, agents, the summary – and leaves the spans undecoded. */
  readonly only?: "capture-lines";
  /** Told of every piece read from the disk, packed as it is. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Everything a file says, piece by piece, in bounded memory whatever its size: OTLP as JSON, JSON lines or protobuf,
 * Jaeger JSON, and captures; each also gzipped.
 *
 * @throws WeirError `WEIR_INPUT_UNREADABLE`, `WEIR_INPUT_TOO_LARGE`, and those of the OTLP readers
 */
export async function* readInput(path: string, options: ReadOptions = {}): AsyncGenerator<InputItem> {
  const pieces = openInput(path, options.stdin, options.onBytes)[Symbol.asyncIterator]();
  const head = await firstBytes(pieces);
  if (head.length === 0) return;
  const format = sniffFormat(head);
  if (format === undefined) {
    throw unreadable(
      "The file is of no kind that weir reads",
      "OTLP as JSON, JSON lines or protobuf, or Jaeger JSON; gzipped or not",
    );
  }
  const all = rejoined(head, pieces);
  for await (const document of documentsOf(format, all)) {
    const captured = readCaptureLine(document);
    if (captured !== undefined) yield captured;
    else if (options.only === undefined) yield readDocument(format, document);
  }
}

function documentsOf(format: InputFormat, pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  if (format === "otlp-protobuf") return protobufDocuments(pieces);
  return format === "otlp-protobuf-framed" ? framedDocuments(pieces) : jsonDocuments(pieces);
}

function readDocument(format: InputFormat, document: Buffer): InputItem {
  const batch = readBatch(format, document);
  redactSpans(batch.spans);
  return { kind: "spans", batch };
}

function readBatch(format: InputFormat, document: Buffer): SpanBatch {
  try {
    if (format.startsWith("otlp-protobuf")) return readProtobuf(document, LIMITS);
    if (!isJaeger(document)) return readJson(document, LIMITS);
    return readJson(Buffer.from(JSON.stringify(jaegerToOtlp(parseJson(document)))), LIMITS);
  } catch (error) {
    if (error instanceof WeirError && error.code === "WEIR_INPUT_UNREADABLE") throw error;
    const message = error instanceof WeirError ? error.message : "A document of the file cannot be read";
    throw unreadable(message, "The file may be damaged, or of another kind", error);
  }
}

function isJaeger(document: Buffer): boolean {
  return /^\s*\{\s*"data"\s*:/.test(document.toString("latin1", 0, 200));
}

async function firstBytes(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  const held: Buffer[] = [];
  let size = 0;
  while (size < SNIFF_BYTES) {
    const next = await pieces.next();
    if (next.done === true) break;
    held.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(held);
}

async function* rejoined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
