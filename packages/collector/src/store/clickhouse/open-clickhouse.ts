import { readClickHouseAddress } from "./clickhouse-address.ts";
import { ClickHouseStore } from "./clickhouse-store.ts";
import { clientsOf } from "./clients.ts";

/** The store at a `clickhouse://` address. Throws `WEIR_STORE_ADDRESS`. */
export function openClickHouse(store: string): ClickHouseStore {
  const address = readClickHouseAddress(store);
  const { database, cluster } = address;
  return new ClickHouseStore({ clients: clientsOf(address), database, cluster });
}
