import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseAddress } from "./clickhouse-address.ts";

const MAX_CONNECTIONS = 8;
/** Milliseconds. */
const REQUEST_MS = 60_000;

/** Clients of the servers an address names. */
export function clientsOf({ urls, username, password }: ClickHouseAddress): readonly ClickHouseClient[] {
  return urls.map((url) =>
    createClient({
      url,
      username,
      password,
      application: "weir",
      request_timeout: REQUEST_MS,
      max_open_connections: MAX_CONNECTIONS,
      log: { level: ClickHouseLogLevel.OFF },
    }),
  );
}
