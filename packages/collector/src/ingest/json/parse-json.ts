import { malformed, tooDeep } from "../read-error.ts";

/** Nesting of an OTLP request down to an array value is below 20. */
const MAX_DEPTH = 64;

/** Objects and arrays of one body: what a body may cost in memory once it is parsed, whatever its bytes. */
const MAX_NODES = 8_000_000;

/** A body below this is parsed at once: nothing it can hold is dangerous. */
const SMALL_BYTES = 1024 * 1024;

/** Integers as `JSON.parse` would round them stand in the text as at least this many digits. */
const LONG_INTEGER = /[:[,\s]-?\d{16}/;

/**
 * Parses JSON. Integers that a number cannot hold come back as strings of their digits, so that a nanosecond time is
 * never rounded.
 *
 * @throws WeirError `WEIR_OTLP_MALFORMED`, `WEIR_OTLP_TOO_DEEP`
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length > SMALL_BYTES) checkNesting(bytes);
  const text = bytes.toString("utf8", hasByteOrderMark(bytes) ? 3 : 0);
  try {
    return LONG_INTEGER.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch (error) {
    throw malformed("The body is not JSON", error);
  }
}

/** The third argument is how engines tell a reviver what stood in the text. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d+$/.test(source) ? source : value;
}

/** One look at every byte, before anything is built: a large body may cost no more memory than it is worth. */
function checkNesting(bytes: Buffer): void {
  let depth = 0;
  let nodes = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) at = endOfString(bytes, at + 1);
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      nodes += 1;
      if (depth > MAX_DEPTH) throw tooDeep();
      if (nodes > MAX_NODES) throw malformed(`The body holds more than ${MAX_NODES} objects and arrays`);
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
}

/** Position of the quote that ends the string whose text begins at `at`. */
function endOfString(bytes: Buffer, at: number): number {
  let position = at;
  while (position < bytes.length && bytes[position] !== 0x22) position += bytes[position] === 0x5c ? 2 : 1;
  return position;
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
