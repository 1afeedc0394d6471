import { afterAll, beforeAll, describe, it } from "vitest";
import { ClickHouseStore } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { storeContract } from "../../packages/collector/src/store/contract.ts";
import { ChdbEngine } from "./chdb-engine.ts";

const engine = new ChdbEngine();
let databases = 0;

beforeAll(() => engine.open());
afterAll(() => engine.close());

describe("a current ClickHouse in process", () => {
  storeContract(it, async () => {
    databases += 1;
    const database = `weir_${databases}`;
    const open = (): ClickHouseStore => new ClickHouseStore({ clients: [engine.client()], database });
    let store = open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = open();
        await store.migrate();
        return store;
      },
      remove: async () => {
        await store.close();
        const client = engine.client();
        await client.command({ query: `DROP DATABASE IF EXISTS ${database}` });
        await client.close();
      },
    };
  });
});
