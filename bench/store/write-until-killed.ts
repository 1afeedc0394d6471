import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { ShopTraffic } from "./shop-traffic.ts";

/* Writes to the store in the folder it is given, says so with a dot per batch, and never ends by itself. */
const store = new SqliteStore({ folder: process.argv[2] ?? "" });
await store.migrate();
for (;;) {
  const now = Date.now();
  const traffic = new ShopTraffic({ requests: 1_000, routes: 1_000, from: now - 60_000, to: now });
  for (const batch of traffic.batches()) {
    await store.writeBatch({ ...batch, id: `until-killed-${process.pid}-${now}`, documents: [], counters: [] });
    process.stdout.write(".");
  }
}
