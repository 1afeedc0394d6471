import { writeSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { FILE_JOURNAL, FileJournal } from "../journal/file-journal.ts";
import { receiverKit } from "./receiver-kit.ts";

/*
 * Child process of the acknowledgement test: a receiver with a journal on disk. Replays what it finds, prints its port,
 * and serves until it is killed.
 */
const [directory = "", fsync = "interval"] = process.argv.slice(2);
const journal = await FileJournal.open({
  ...FILE_JOURNAL,
  directory,
  fsync: fsync as "interval" | "always",
  segmentBytes: 20_000,
  onFailure: (error) => writeSync(2, `${error.message}\n`),
});
const kit = await receiverKit({ journal });
for await (const delivery of kit.intake.replay()) kit.sink.accept(delivery);
await kit.app.listen({ host: "127.0.0.1", port: 0 });
writeSync(1, `${(kit.app.server.address() as AddressInfo).port}\n`);
