import { readFile, truncate } from "node:fs/promises";
import { hasSegmentHeader, readFrame, SEGMENT_HEADER } from "./frame.ts";

/**
 * Cuts off the unfinished write a killed process left at the end of its last file: nobody was told that it was kept.
 * After that, whatever cannot be read in any file is a loss. Answers how many bytes went.
 */
export async function cutTornTail(path: string): Promise<number> {
  const file = await readFile(path);
  const at = endOfWhole(file);
  if (at === file.length) return 0;
  await truncate(path, at);
  return file.length - at;
}

/** Where the unfinished frame begins; the file's end when there is none, or when something before it is unreadable. */
function endOfWhole(file: Buffer): number {
  if (file.length < SEGMENT_HEADER.length) return 0;
  if (!hasSegmentHeader(file)) return file.length;
  let at = SEGMENT_HEADER.length;
  while (at < file.length) {
    const frame = readFrame(file, at);
    if (frame === "corrupt") return file.length;
    if (frame === "torn") return at;
    at = frame.next;
  }
  return at;
}
