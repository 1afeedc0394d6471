import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";
import { storeContract } from "../contract.ts";
import { SqliteStore } from "./sqlite-store.ts";

describe("sqlite store", () => {
  storeContract(it, async () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-store-"));
    let store = new SqliteStore({ folder });
    return {
      store,
      reopen: async () => {
        await store.close();
        store = new SqliteStore({ folder });
        await store.migrate();
        return store;
      },
      remove: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  });
});
