import { readFile } from "node:fs/promises";
import { hasSegmentHeader, readFrame, SEGMENT_HEADER } from "./frame.ts";
import type { JournalEntry } from "./journal.ts";
import type { Segment } from "./segment.ts";

/** What of a file could not be read; `cause` when it was the file system that refused. */
export interface Unreadable {
  readonly bytes: number;
  readonly cause?: unknown;
}

/** The entries of one file, in order, up to the first that is damaged: behind it no frame is sure to be one. */
export async function* replaySegment(segment: Segment): AsyncGenerator<JournalEntry, Unreadable> {
  let file: Buffer;
  try {
    file = await readFile(segment.path);
  } catch (cause) {
    return { bytes: segment.bytes, cause };
  }
  let at = SEGMENT_HEADER.length;
  if (file.length > 0 && !hasSegmentHeader(file)) return { bytes: file.length };
  while (at < file.length) {
    const frame = readFrame(file, at);
    if (typeof frame === "string") return { bytes: file.length - at };
    const entry = segment.entryAt(0);
    segment.entries += 1;
    segment.live.add(entry);
    at = frame.next;
    yield { entry, body: frame.body, form: frame.form };
  }
  return { bytes: 0 };
}
