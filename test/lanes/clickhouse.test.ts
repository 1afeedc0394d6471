import { afterAll, beforeAll, describe, it } from "vitest";
import { clientsOf, ClickHouseStore } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { storeContract } from "../../packages/collector/src/store/contract.ts";
import { ClickHouseCluster } from "./clickhouse-cluster.ts";

const cluster = new ClickHouseCluster({ basePort: 5610, nodes: 2 });
let databases = 0;

beforeAll(() => cluster.open());
afterAll(() => cluster.close());

function open(database: string, hosts = cluster.hosts): ClickHouseStore {
  const urls = hosts.map((host) => `http://${host}`);
  const clients = clientsOf({ urls, username: "default", password: "", database, cluster: "weir" });
  return new ClickHouseStore({ clients, database, cluster: "weir" });
}

describe("two replicas of Debian's ClickHouse", () => {
  storeContract(it, async () => {
    databases += 1;
    const database = `weir_${databases}`;
    let store = open(database);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = open(database, cluster.hosts.toReversed());
        await store.migrate();
        return store;
      },
      remove: () => store.close(),
    };
  });
});
