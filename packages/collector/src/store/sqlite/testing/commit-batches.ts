import { SqliteStore } from "../sqlite-store.ts";
import { crashBatch } from "./crash-batch.ts";

// Run as a process of its own by the crash test: commits batch after batch and prints each number once it is stored.
const [folder = "", first = "0"] = process.argv.slice(2);
const store = new SqliteStore({ folder });
await store.migrate();
process.stdout.write("open\n");
for (let number = Number(first); ; number += 1) {
  await store.writeBatch(crashBatch(number));
  process.stdout.write(`${number}\n`);
}
