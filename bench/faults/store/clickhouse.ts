import { basename } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { WeirError } from "../../../packages/collector/src/errors.ts";
import { DAY_MS, startOfDay } from "../../../packages/collector/src/store/day.ts";
import { ClickHouseStore } from "../../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { clientsOf } from "../../../packages/collector/src/store/clickhouse/clients.ts";
import { readMarks } from "../../../packages/collector/src/store/clickhouse/marks.ts";
import { TABLE_NAMES } from "../../../packages/collector/src/store/clickhouse/schema.ts";
import { Servers } from "../../../packages/collector/src/store/clickhouse/servers.ts";
import { StateLog } from "../../../packages/collector/src/store/clickhouse/state-log.ts";
import { ClickHouseCluster } from "../../../test/lanes/clickhouse-cluster.ts";
import type { Deaths } from "../kill/point.ts";
import type { Found, StoreUnderTest } from "./found.ts";

const CLUSTER = "weir";
const NODES = 2;
/** A server that was killed stays away so long. Milliseconds. */
const AWAY_MS = 500;
/** Of looking into the store, a second apart. */
const MOST_TRIES = 60;

/** What the collector does at the servers is not seen from outside: kills come after times of different lengths. */
const DEATHS: Deaths = [
  [
    "ingest",
    [
      ["acknowledged", 60, 15],
      ["journal", 40, 4],
    ],
  ],
  ["analysis", [["acknowledged", 40, 900]]],
  ["retention", [["start", 1, 4_000]]],
  ["migration", [["start", 1, 3_000]]],
  ["outbox", [["message", 1, 300]]],
  ["server", [["acknowledged", 60, 900]]],
];

const cluster = new ClickHouseCluster({ basePort: 20_250, nodes: NODES, longestMs: 3_600_000 });

/** Two replicas of Debian's ClickHouse with a ZooKeeper, gone when the bench ends. */
export const clickhouse: StoreUnderTest = {
  name: "clickhouse",
  deaths: DEATHS,
  isPassing: true,
  open: () => cluster.open(),
  close: () => cluster.close(),
  flags: (data) => ({ store: `clickhouse://${cluster.hosts.join(",")}/${databaseOf(data)}?cluster=${CLUSTER}` }),
  find: inTheEnd,
  async restart(number) {
    const node = number % NODES;
    await cluster.kill(node);
    await pause(AWAY_MS);
    await cluster.start(node);
  },
};

/** A server that was just started again may still be finding its ZooKeeper. */
async function inTheEnd(data: string): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await find(data);
    } catch (error) {
      if (!(error instanceof WeirError) || error.retryAfter === undefined || tries >= MOST_TRIES) throw error;
      await pause(1_000);
    }
  }
}

async function find(data: string): Promise<Found> {
  const database = databaseOf(data);
  const urls = cluster.hosts.map((host) => `http://${host}`);
  const address = { urls, username: "default", password: "", database, cluster: CLUSTER };
  const servers = new Servers(clientsOf(address));
  const store = new ClickHouseStore({ clients: clientsOf(address), database, cluster: CLUSTER });
  try {
    await store.migrate();
    for (const table of TABLE_NAMES) {
      await servers.at((server) => server.command(`SYSTEM SYNC REPLICA ${database}.${table}`));
    }
    const log = new StateLog({ database, cluster: CLUSTER, dedupesAlone: false }, "bench");
    const { detailFrom } = await servers.at((server) => readMarks(server, log));
    const requests = `FROM ${database}.facts WHERE kind = 1 AND day >= ${Number(detailFrom)}`;
    const spans = await servers.rows<readonly [string, number]>(
      `SELECT lower(hex(trace)), sum(toInt64(spans) * sign) ${requests} GROUP BY trace`,
    );
    const kept = await servers.rows<readonly [number, number]>(
      `SELECT day, sum(toInt64(sign)) ${requests} GROUP BY day`,
    );
    const days = await servers.rows<readonly [number]>(`SELECT DISTINCT day FROM ${database}.names WHERE kind = 1`);
    const counted = new Map(
      await Promise.all(days.map(async ([day]) => [String(day), await countOf(store, day)] as const)),
    );
    const rows = new Map(kept.map(([day, count]) => [String(day), count]));
    const gone = [...counted].filter(([day]) => day < detailFrom);
    return {
      spans: new Map(spans),
      requestsOfGoneDays: new Map(gone.map(([day, count]) => [startOfDay(day), count])),
      faults: [...counted]
        .filter(([day, count]) => day >= detailFrom && count !== (rows.get(day) ?? 0))
        .map(([day, count]) => `${day} counts ${count} requests, its rows are ${rows.get(day) ?? 0}`),
    };
  } finally {
    await servers.close();
    await store.close();
  }
}

/** Requests of a day, as the pages would show them. */
async function countOf(store: ClickHouseStore, day: number): Promise<number> {
  const from = startOfDay(String(day));
  const routes = await store.routes({ from, to: from + DAY_MS });
  return routes.reduce((sum, { requests }) => sum + requests, 0);
}

/** One per data folder. */
function databaseOf(data: string): string {
  return basename(data).replaceAll(/\W/gu, "_");
}
