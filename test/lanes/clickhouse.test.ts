import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AlertRow, Lease } from "../../packages/collector/src/store/alert-port.ts";
import { ClickHouseStore } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { clientsOf } from "../../packages/collector/src/store/clickhouse/clients.ts";
import { createStatements, TABLE_NAMES } from "../../packages/collector/src/store/clickhouse/schema.ts";
import type { WeirError } from "../../packages/collector/src/errors.ts";
import { storeContract } from "../../packages/collector/src/store/contract.ts";
import { RandomBatches } from "../../packages/collector/src/store/contract/random-batches.ts";
import { HOUR_MS } from "../../packages/collector/src/store/day.ts";
import { MemoryStore } from "../../packages/collector/src/store/memory/memory-store.ts";
import type { Batch } from "../../packages/collector/src/store/port.ts";
import { batch, NOON, request } from "../../packages/collector/src/store/testing.ts";
import { Bed } from "../../bench/cluster/bed.ts";
import { countStored } from "../../bench/cluster/count-stored.ts";
import { Load } from "../../bench/cluster/load.ts";
import { freePort } from "../integration/free-port.ts";
import { ClickHouseCluster } from "./clickhouse-cluster.ts";

/** A replica that was killed has to have everything within this. Milliseconds. */
const CATCH_UP_MS = 30_000;
const ALWAYS = { from: 0, to: NOON * 2 };

const cluster = new ClickHouseCluster({ basePort: 5610, nodes: 2 });
let databases = 0;
const opened: ClickHouseStore[] = [];

beforeAll(() => cluster.open());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(() => cluster.close());

const freshDatabase = (): string => `weir_${(databases += 1)}`;

function connect(
  database: string,
  hosts: readonly string[] = cluster.hosts,
  clock: () => number = Date.now,
): ClickHouseStore {
  const urls = hosts.map((host) => `http://${host}`);
  const clients = clientsOf({ urls, username: "default", password: "", database, cluster: "weir" });
  return new ClickHouseStore({ clients, database, cluster: "weir", clock });
}

async function open(database: string, hosts?: readonly string[], clock?: () => number): Promise<ClickHouseStore> {
  const store = connect(database, hosts, clock);
  opened.push(store);
  await store.migrate();
  return store;
}

/** Waits until a replica has all rows; a store only promises that it will. */
async function replicated(database: string, host = cluster.hosts[1]): Promise<void> {
  for (const table of TABLE_NAMES) await ask(`SYSTEM SYNC REPLICA ${database}.${table}`, host);
}

async function ask(query: string, host = cluster.hosts[0]): Promise<string> {
  const answer = await fetch(`http://${host}/`, { method: "POST", body: query, signal: AbortSignal.timeout(60_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text.trim();
}

describe("two replicas of Debian's ClickHouse", () => {
  it("counts a batch once that is sent to both replicas at the same time, again and again", async () => {
    const database = freshDatabase();
    const one = await open(database);
    const other = await open(database, cluster.hosts.toReversed());
    const batches = Array.from({ length: 6 }, (_, index) =>
      batch(`b${index}`, { requests: Array.from({ length: 50 }, (__, at) => request({ ts: NOON + at })) }),
    );
    await Promise.all(batches.flatMap((each) => [one.writeBatch(each), other.writeBatch(each), one.writeBatch(each)]));
    await replicated(database);
    for (const store of [one, other]) expect((await store.routes(ALWAYS))[0]?.requests).toBe(300);
  });

  it("is made whole by the next collector when the first was killed while it made the tables", async () => {
    const database = freshDatabase();
    const statements = createStatements({ database, cluster: "weir", dedupesAlone: false });
    for (const statement of statements.slice(0, 1 + TABLE_NAMES.length)) await ask(statement);
    const store = await open(database);
    await store.writeBatch(batch("b", { requests: [request()] }));
    expect((await store.routes(ALWAYS))[0]?.requests).toBe(1);
  });

  it("does not say that a batch is not there while the replica that is asked is behind", async () => {
    const database = freshDatabase();
    const [ahead = "", behind = ""] = cluster.hosts;
    const writer = await open(database, [ahead]);
    const asker = await open(database, [behind]);
    await ask(`SYSTEM STOP FETCHES ${database}.facts`, behind);
    await writer.writeBatch(batch("b", { requests: [request()] }));
    const asked = asker.hasBatch("b").catch((error: unknown) => (error as WeirError).code);
    await expect(asker.routes(ALWAYS)).resolves.toEqual([]);
    await ask(`SYSTEM START FETCHES ${database}.facts`, behind);
    // How soon the server tries again is its own affair: until then it may say that it is behind, and nothing else.
    expect([true, "WEIR_STORE_BEHIND"]).toContain(await asked);
    await ask(`SYSTEM SYNC REPLICA ${database}.facts`, behind);
    expect(await asker.hasBatch("b")).toBe(true);
    expect(await asker.hasBatch("c")).toBe(false);
  });

  it("keeps sums of hours for the next collector, and adds up anew what a late batch touches", async () => {
    const database = freshDatabase();
    const window = { from: NOON - 6 * HOUR_MS, to: NOON };
    const clock = (): number => NOON + HOUR_MS;
    const requests = async (store: ClickHouseStore): Promise<number | undefined> =>
      (await store.routes(window))[0]?.requests;
    // The hours that had rows, and the six of them as one.
    const kept = (): Promise<string> =>
      ask(`SELECT arraySort(groupUniqArray((end - start) / ${HOUR_MS})), uniqExact(start, end)
           FROM ${database}.settled WHERE kind = 1`);
    const first = await open(database, cluster.hosts, clock);
    const rows = [request({ ts: NOON - 3 * HOUR_MS }), request({ ts: NOON - HOUR_MS })];
    await first.writeBatch(batch("a", { requests: rows }));
    expect(await requests(first)).toBe(2);
    expect(await kept()).toBe("[1,6]\t3");
    await replicated(database);
    const next = await open(database, cluster.hosts.toReversed(), clock);
    expect(await requests(next)).toBe(2);
    await next.writeBatch(batch("late", { requests: [request({ ts: NOON - 3 * HOUR_MS })] }));
    expect(await requests(next)).toBe(3);
    await replicated(database);
    await replicated(database, cluster.hosts[0]);
    expect(await requests(first)).toBe(3);
    expect(await kept()).toBe("[1,6]\t3");
    expect((await first.presence(window)).routes[0]?.requests).toBe(3);
  });

  it("lets one of several claimants have a lease, whichever replicas they ask", async () => {
    const database = freshDatabase();
    const stores = await Promise.all(
      [0, 1, 2, 3].map((index) => open(database, index % 2 === 0 ? cluster.hosts : cluster.hosts.toReversed())),
    );
    const tokens: number[] = [];
    let holder: string | undefined;
    for (let round = 0; round < 4; round += 1) {
      const now = NOON + round * 10_000;
      const granted: Lease[] = [];
      // Claimants that meet may all step back; they ask again, as collectors do. The last holder is dead.
      while (granted.length === 0) {
        const claims = stores.flatMap((store, index) =>
          `h${index}` === holder ? [] : [store.takeLease({ name: "alerts", holder: `h${index}`, now, ttlMs: 1_000 })],
        );
        granted.push(...(await Promise.all(claims)).filter((lease) => lease !== undefined));
      }
      expect(granted).toHaveLength(1);
      tokens.push(granted[0]?.token ?? 0);
      holder = granted[0]?.holder;
    }
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
  });

  it("keeps every row it said it put, and none that it refused, while the lease changes hands", async () => {
    const database = freshDatabase();
    const stores = await Promise.all(
      [0, 1].map((index) => open(database, index === 0 ? cluster.hosts : cluster.hosts.toReversed())),
    );
    const put = new Set<string>();
    const refused = new Set<string>();
    let time = NOON;
    const collect = async (index: number): Promise<void> => {
      const store = stores[index];
      for (let turn = 0; turn < 12; turn += 1) {
        const lease = await store?.takeLease({ name: "alerts", holder: `h${index}`, now: (time += 700), ttlMs: 1_000 });
        if (lease === undefined || store === undefined) continue;
        for (const part of ["a", "b", "c"]) {
          const row: AlertRow = { kind: "change", key: `${index}/${turn}/${part}`, at: time, scope: "", body: "{}" };
          const twin = { ...row, key: `${row.key}/twin` };
          const done = await store.putAlertRows([row, twin], lease).catch(() => undefined);
          if (done !== undefined) for (const { key } of [row, twin]) (done ? put : refused).add(key);
        }
      }
    };
    await Promise.all([collect(0), collect(1)]);
    await stores[0]?.takeLease({ name: "alerts", holder: "last", now: time + 100_000, ttlMs: 1_000 });
    await replicated(database);
    for (const store of stores) {
      const kept = new Set((await store.alertRows({ kind: "change" })).map(({ key }) => key));
      expect([...put].filter((key) => !kept.has(key))).toEqual([]);
      expect([...refused].filter((key) => kept.has(key))).toEqual([]);
      for (const key of kept) expect(kept.has(key.endsWith("/twin") ? key.slice(0, -5) : `${key}/twin`)).toBe(true);
    }
    expect(put.size).toBeGreaterThan(0);
  });

  it("loses and doubles nothing when a replica is killed during inserts, and the replica catches up", async () => {
    const database = freshDatabase();
    const store = await open(database);
    const oracle = new MemoryStore();
    const random = new RandomBatches(7);
    const written: Batch[] = [];
    const write = async (next: Batch): Promise<void> => {
      await oracle.writeBatch(next);
      for (;;) {
        const done = await store.writeBatch(next).then(
          () => true,
          () => false,
        );
        if (done) return;
      }
    };
    for (let round = 0; round < 30; round += 1) {
      const next = random.chance(0.3) && written.length > 0 ? random.pick(written) : random.batch(written);
      written.push(next);
      const writing = write(next);
      if (round === 10) await cluster.kill(0);
      await writing;
    }
    const back = Date.now();
    await cluster.start(0);
    const expected = await oracle.routes(ALWAYS);
    for (const host of cluster.hosts.toReversed()) {
      await replicated(database, host);
      const alone = await open(database, [host]);
      expect(await alone.routes(ALWAYS)).toEqual(expected);
      expect(await alone.findings(ALWAYS)).toEqual(await oracle.findings(ALWAYS));
      expect((await alone.stats()).requests).toBe((await oracle.stats()).requests);
    }
    expect(Date.now() - back).toBeLessThan(CATCH_UP_MS);
  });

  it("starts a replica again that was killed while it wrote more rows than its small tables had", async () => {
    const database = freshDatabase();
    const store = await open(database);
    await store.writeBatch(batch("b", { requests: [request()] }));
    await replicated(database);
    await cluster.kill(1);
    // What such a kill leaves: rows on its disk that were never made known, and so were never acknowledged.
    for (const table of ["names", "documents", "settled", "state", "traces"])
      cluster.leaveUnknownParts(1, database, table);
    await cluster.start(1);
    const alone = await open(database, cluster.hosts.slice(1));
    expect((await alone.routes(ALWAYS))[0]?.requests).toBe(1);
  });

  it("counts everything once that three collectors said they took, also when one of them is killed meanwhile", async () => {
    const database = freshDatabase();
    const ports = [await freePort(), await freePort(), await freePort()];
    const bed = new Bed({ hosts: cluster.hosts, ports, database });
    try {
      await bed.open();
      const load = new Load({ urls: bed.urls, clients: 4, requestsPerBody: 10, paceMs: 20 });
      load.start();
      await load.reaches(600);
      await bed.kill(1);
      // Nothing with a part for it can be acknowledged while it is away.
      await load.isRefused(8);
      await bed.start(1);
      await load.reaches(1_200);
      await load.stop();
      expect(await bed.metric("weir_cluster_repeated_pieces_total")).toBeGreaterThan(0);
      await bed.stop();
      for (const host of cluster.hosts) {
        const stored = await countStored(host, database, load);
        expect(stored).toEqual({
          requests: load.acknowledged,
          missing: 0,
          duplicates: 0,
          unknown: 0,
          partial: 0,
          others: 0,
        });
      }
    } finally {
      await bed.close();
    }
  });

  // Last: a server that is started again first looks after every table there is.
  describe("the store's contract, each reopening at the other replica", () => {
    storeContract(
      it,
      async () => {
        const database = freshDatabase();
        let store = connect(database);
        let hosts = cluster.hosts;
        return {
          store,
          reopen: async () => {
            await store.close();
            hosts = hosts.toReversed();
            await replicated(database, hosts[0]);
            store = connect(database, hosts);
            await store.migrate();
            return store;
          },
          remove: () => store.close(),
        };
      },
      { seeds: [1, 2] },
    );
  });
});
