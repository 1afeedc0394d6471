import type { InputFormat } from "./input-item.ts";

/** Enough to see the first key of a JSON text and whether a second line begins. */
export const SNIFF_BYTES: number = 64 * 1024;

/** Field 1 of `TracesData`, length-delimited. */
const RESOURCE_SPANS = 0x0a;

/** Recognises a format by the beginning of a file; `undefined` when it is none of ours. */
export function sniffFormat(head: Buffer): InputFormat | undefined {
  const start = textStart(head);
  if (head[start] === 0x7b || head[start] === 0x5b) return jsonFormat(head.subarray(start));
  if (head[0] === RESOURCE_SPANS) return "otlp-protobuf";
  // The OpenTelemetry collector's file exporter puts each message behind its length, four bytes.
  if (head.length > 5 && head[4] === RESOURCE_SPANS && head.readUInt32BE(0) > 1) return "otlp-protobuf-framed";
  return undefined;
}

function jsonFormat(head: Buffer): InputFormat {
  const text = head.toString("utf8");
  const line = text.indexOf("\n");
  const first = line < 0 ? text : text.slice(0, line);
  if (isJson(first)) {
    // A whole document on one line, or the first of many: both are lines.
    return /^\s*\{\s*"data"\s*:/.test(first) ? "jaeger-json" : "otlp-json-lines";
  }
  return firstKey(text) === "data" ? "jaeger-json" : line < 0 || isOpen(first) ? "otlp-json" : "otlp-json-lines";
}

/** A line that ends in the middle of an object belongs to a document printed over many lines. */
function isOpen(line: string): boolean {
  return !/\}\s*$/.test(line);
}

function firstKey(text: string): string | undefined {
  return /^\s*\{\s*"([^"]{1,100})"/.exec(text)?.[1];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Behind a byte order mark and blanks. */
function textStart(head: Buffer): number {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (at < head.length && (head[at] === 0x20 || head[at] === 0x09 || head[at] === 0x0a || head[at] === 0x0d))
    at += 1;
  return at;
}
