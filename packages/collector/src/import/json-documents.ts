import { DocumentSplitter } from "./document-splitter.ts";
import { unreadable } from "./input-error.ts";
import { ValueEnd } from "./value-end.ts";

/** A document up to this size is handed on as it is; a larger one is cut into small ones while it is read. */
export const WHOLE_BYTES: number = 32 * 1024 * 1024;

/**
 * The JSON documents of a stream, one after the other: lines, a single document, or several printed behind each other.
 * One that is larger than `wholeBytes` is cut at its spans, none of which may be larger than `maxValueBytes`.
 */
export async function* jsonDocuments(
  pieces: AsyncIterable<Buffer>,
  wholeBytes: number = WHOLE_BYTES,
  maxValueBytes: number = wholeBytes,
): AsyncGenerator<Buffer> {
  let open: { readonly end: ValueEnd; readonly held: Buffer[]; size: number } | undefined;
  let splitter: DocumentSplitter | undefined;
  let first = true;
  for await (const piece of pieces) {
    let at = first && piece[0] === 0xef ? 3 : 0;
    first = false;
    while (at < piece.length) {
      if (splitter !== undefined) {
        at += splitter.feed(piece.subarray(at));
        yield* splitter.parts();
        if (splitter.done) splitter = undefined;
        continue;
      }
      if (open === undefined) {
        if (isBetween(piece[at] ?? 0)) {
          at += 1;
          continue;
        }
        open = { end: new ValueEnd(), held: [], size: 0 };
      }
      const end = open.end.find(piece, at);
      // A brace that closes nothing: no value begins here, and looking again would find none for ever.
      if (end === at && open.size === 0) throw notJson();
      open.held.push(piece.subarray(at, end < 0 ? piece.length : end));
      open.size += (end < 0 ? piece.length : end) - at;
      at = end < 0 ? piece.length : end;
      if (end >= 0) {
        yield Buffer.concat(open.held);
        open = undefined;
      } else if (open.size > wholeBytes) {
        splitter = new DocumentSplitter(maxValueBytes);
        for (const held of open.held) {
          splitter.feed(held);
          yield* splitter.parts();
        }
        open = undefined;
      }
    }
  }
  if (open !== undefined || splitter !== undefined) {
    throw unreadable("The file ends in the middle of a document", "A capture must have ended before it is read");
  }
}

function notJson(): Error {
  return unreadable("The file is not JSON all the way", "It may be damaged or cut short");
}

/** Blanks and commas; the brackets of an array of documents. */
function isBetween(byte: number): boolean {
  return byte <= 0x20 || byte === 0x2c || byte === 0x5b || byte === 0x5d;
}
