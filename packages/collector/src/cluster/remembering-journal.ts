import { WeirError } from "../errors.ts";
import { gunzip } from "../ingest/gunzip.ts";
import type { Journal, JournalEntry } from "../ingest/journal/journal.ts";
import { READ_LIMITS } from "../ingest/span-batch.ts";
import { scanBody } from "./cutting/scanned-body.ts";
import type { TakenFile } from "./taken-file.ts";

/**
 * What an earlier process left in the journal was taken, though its end may have come before it was written down as
 * such: its pieces are remembered while it is replayed.
 */
export async function* rememberingReplay(
  journal: Journal,
  taken: TakenFile,
  maxBodyBytes: number,
): AsyncGenerator<JournalEntry> {
  for await (const entry of journal.replay()) {
    const { body, form } = entry;
    try {
      const plain = form.gzip ? await gunzip(body, maxBodyBytes) : body;
      for (const { id } of scanBody(plain, form.encoding, READ_LIMITS.maxSpans).pieces) taken.add(id);
    } catch (error) {
      // Whoever replays it counts what cannot be read.
      if (!(error instanceof WeirError)) throw error;
    }
    yield entry;
  }
}
