import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FILE_JOURNAL, FileJournal } from "../ingest/journal/file-journal.ts";
import { CollectingSink } from "../ingest/testing/collecting-sink.ts";
import { encode } from "../ingest/testing/receiver-kit.ts";
import { callSpan, requestWith } from "../ingest/testing/requests.ts";
import { Intake } from "../ingest/intake.ts";
import { MAX_BODY_BYTES } from "../ingest/receiver.ts";
import { Metrics } from "../metrics.ts";
import { HomeIntake } from "./home-intake.ts";
import { rememberingReplay } from "./remembering-journal.ts";
import { TakenFile } from "./taken-file.ts";

const fail = (error: unknown): never => {
  throw error;
};

it("knows a body that is in the journal and was never written down as taken", async () => {
  const directory = mkdtempSync(join(tmpdir(), "weir-journal-"));
  const open = (): Promise<FileJournal> => FileJournal.open({ ...FILE_JOURNAL, directory, onFailure: fail });
  const body = encode(requestWith([callSpan(1), callSpan(101)]), "protobuf");
  const before = await open();
  await before.append(body, { encoding: "protobuf", gzip: false });
  await before.append(Buffer.from("{"), { encoding: "json", gzip: false });
  await before.close();

  const journal = await open();
  const taken = new TakenFile(undefined, fail);
  let entries = 0;
  for await (const { entry } of rememberingReplay(journal, taken, MAX_BODY_BYTES)) entries += entry > 0 ? 1 : 0;
  expect([entries, taken.size]).toEqual([2, 2]);
  const sink = new CollectingSink();
  const metrics = new Metrics();
  const intake = new Intake({ sink, journal, metrics, maxBodyBytes: MAX_BODY_BYTES });
  await new HomeIntake({ intake, taken, metrics }).take(body, "protobuf");
  expect(sink.deliveries).toEqual([]);
  await journal.close();
  rmSync(directory, { recursive: true });
});
