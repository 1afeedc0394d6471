import type { WeirError } from "../../errors.ts";
import { FILE_JOURNAL, FileJournal } from "../journal/file-journal.ts";

/*
 * Child process of the full-disk test, which limits how large its files may become. Appends bodies that do and do not
 * fit; prints `+ <entry> <bytes>` for those that were taken and `! <code> <status> <cause>` for those that were not.
 */
const journal = await FileJournal.open({
  ...FILE_JOURNAL,
  directory: process.argv[2] ?? "",
  onFailure: (error) => process.stdout.write(`? ${error.message}\n`),
});

for (const bytes of [30_000, 30_000, 30_000, 5_000, 90_000, 100]) {
  try {
    const entry = await journal.append(Buffer.alloc(bytes, 1), { encoding: "protobuf", gzip: false });
    process.stdout.write(`+ ${entry} ${bytes}\n`);
  } catch (error) {
    const { code, status, cause } = error as WeirError;
    process.stdout.write(`! ${code} ${status} ${(cause as NodeJS.ErrnoException).code}\n`);
  }
}
