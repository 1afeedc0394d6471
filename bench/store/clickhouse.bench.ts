import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { quantile } from "../../packages/core/src/index.ts";
import { ClickHouseStore } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { clientsOf } from "../../packages/collector/src/store/clickhouse/clients.ts";
import { HOUR_MS, MINUTE_MS } from "../../packages/collector/src/store/day.ts";
import type { Store } from "../../packages/collector/src/store/port.ts";
import { ClickHouseCluster } from "../../test/lanes/clickhouse-cluster.ts";
import { type Measure, measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { costOf } from "./answers.ts";
import { SHOP } from "./shop.ts";
import { BATCH, ShopTraffic } from "./shop-traffic.ts";

/*
 * How long the questions of the pages take on Debian's ClickHouse (18.16), asked through the store's port:
 *
 *   node --conditions=@weir/source bench/store/clickhouse.bench.ts [requests, default 10000000] [times, default 40]
 *
 * With `times` that many requests in all are made of fewer: one part is written through the port, and the server copies it,
 * durations shifted by a bucket for each copy. With 1 all of them are written through the port.
 * One server with ZooKeeper on loopback, tables replicated and distributed as in production; needs what the ClickHouse lane
 * needs. What counts is the server's processor time: one core's worth, whatever else runs on the machine.
 */
const BASE_PORT = 5630;
const ROUTES = 1_000;
const ROUNDS = 7;
/** Clock ticks of Linux. */
const TICK_MS = 10;
const DATABASE = "bench";
const CLUSTER = "weir";

const REQUESTS = Number(process.argv[2] ?? 10_000_000);
const TIMES = Number(process.argv[3] ?? 5);
/** Of one day's requests, p50 and p95 of each of a thousand routes. Milliseconds. */
const WORST_ROUTES_MS = 300;
const BYTES_PER_REQUEST = 64;

/** What one question cost, round by round. Milliseconds. */
interface Answer {
  readonly question: string;
  readonly rows: number;
  readonly wall: readonly number[];
  readonly serverCpu: readonly number[];
  readonly collectorCpu: readonly number[];
}

interface Filling {
  readonly requests: number;
  readonly seconds: number;
  readonly collectorCpuSeconds: number;
  readonly serverCpuSeconds: number;
}

/** Rows and bytes of a table. */
interface TableSize {
  readonly table: string;
  readonly rows: string;
  readonly bytes: string;
}

const cluster = new ClickHouseCluster({ basePort: BASE_PORT, nodes: 1 });
await cluster.open();
try {
  const { filling, written, stored, answers } = await measure();
  const measures = [...fillingMeasures(filling, written), ...answers.flatMap(answerMeasures)];
  for (const { what, unit, median, low, high } of measures) {
    process.stdout.write(`${what.padEnd(72)} ${median.toFixed(1)} ${unit} (${low.toFixed(1)} to ${high.toFixed(1)})\n`);
  }
  const file = await saveResult("store", "clickhouse", {
    bench: "store/clickhouse",
    command: `node --conditions=@weir/source bench/store/clickhouse.bench.ts ${REQUESTS} ${TIMES}`,
    measures,
    raw: { engine: "clickhouse-server 18.16.1, one node", routes: ROUTES, filling, written, stored, answers },
  });
  process.stdout.write(`${file}\n`);
} finally {
  await cluster.close();
}

function fillingMeasures(filling: Filling, written: readonly TableSize[]): readonly Measure[] {
  const { requests, serverCpuSeconds, collectorCpuSeconds } = filling;
  const bytes = written.filter(({ table }) => table !== "traces").reduce((sum, table) => sum + Number(table.bytes), 0);
  return [
    measureOf("stored bytes per request without exemplars", "B", [bytes / requests], { atMost: BYTES_PER_REQUEST }),
    measureOf("requests written, per second of the server's processor time", "1/s", [requests / serverCpuSeconds]),
    measureOf("requests written, per second of the collector's, traffic made included", "1/s", [
      requests / collectorCpuSeconds,
    ]),
  ];
}

function answerMeasures({ question, wall, serverCpu: server, collectorCpu }: Answer): readonly Measure[] {
  const target = question.startsWith("worst routes, 24 h, p50") ? { atMost: WORST_ROUTES_MS } : undefined;
  return [
    measureOf(`${question}: server's processor time`, "ms", server, target),
    measureOf(`${question}: collector's processor time`, "ms", collectorCpu),
    measureOf(`${question}: on the wall, ${availableParallelism()} cores`, "ms", wall, target),
  ];
}

interface Measured {
  readonly filling: Filling;
  /** Before and after copying. */
  readonly written: readonly TableSize[];
  readonly stored: readonly TableSize[];
  readonly answers: readonly Answer[];
}

async function measure(): Promise<Measured> {
  const urls = cluster.hosts.map((host) => `http://${host}`);
  const address = { urls, username: "default", password: "", database: DATABASE, cluster: CLUSTER };
  const open = async (): Promise<ClickHouseStore> => {
    const opened = new ClickHouseStore({ clients: clientsOf(address), database: DATABASE, cluster: CLUSTER });
    await opened.migrate();
    return opened;
  };
  const store = await open();
  const to = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  const filling = await fill(store, { from: to - 26 * HOUR_MS, to });
  const written = await sizes();
  for (let copy = 1; copy < TIMES; copy += 1) {
    process.stderr.write(`\rcopy ${copy} of ${TIMES - 1} `);
    await copyRequests(copy);
  }
  process.stderr.write("\n");
  const stored = await sizes();
  const day = { from: to - 24 * HOUR_MS, to };
  // Before sums of hours are kept for others.
  const unkept = await ask("worst routes, 24 h, the first question ever", () => store.routes(day), 1);
  const [first] = await store.routes({ from: to - HOUR_MS, to });
  if (first === undefined) throw new Error("nothing was stored");
  let minutes = 0;
  const worstRoutes = async (from: Store): Promise<readonly object[]> => {
    const past = (minutes += 1) * MINUTE_MS;
    const routes = await from.routes({ from: day.from + past, to: day.to + past });
    return routes.map(({ duration }) => [quantile(duration, 0.5), quantile(duration, 0.95)]);
  };
  const questions: Readonly<Record<string, () => Promise<readonly object[]>>> = {
    "worst routes, 24 h, p50 and p95, first question of a collector": async () => {
      const fresh = await open();
      const routes = await worstRoutes(fresh);
      await fresh.close();
      return routes;
    },
    "worst routes, 24 h, p50 and p95, a minute later": () => worstRoutes(store),
    "worst routes, last hour": () => store.routes({ from: to - HOUR_MS, to }),
    "one route over 24 h, 5 minutes each": () =>
      store.routeSeries({ ...day, ...SHOP, routeKey: first.routeKey, step: 5 * MINUTE_MS }),
    "findings, 24 h": () => store.findings(day),
    "presence, 24 h": async () => (await store.presence(day)).routes,
  };
  const answers: Answer[] = [unkept];
  for (const [name, question] of Object.entries(questions)) {
    // Caches are warm then, as of a page that is looked at for the second time.
    await question();
    answers.push(await ask(name, question, ROUNDS));
  }
  await store.close();
  return { filling, written, stored, answers };
}

async function fill(store: Store, span: { readonly from: number; readonly to: number }): Promise<Filling> {
  const start = performance.now();
  const server = serverCpu();
  const before = process.cpuUsage();
  const own = Math.round(REQUESTS / TIMES);
  let written = 0;
  for (const batch of new ShopTraffic({ requests: own, routes: ROUTES, ...span }).batches()) {
    await store.writeBatch(batch);
    written += BATCH;
    process.stderr.write(`\r${Math.min(written, own)} requests stored`);
  }
  process.stderr.write("\n");
  const { user, system } = process.cpuUsage(before);
  return {
    requests: own,
    seconds: (performance.now() - start) / 1000,
    collectorCpuSeconds: (user + system) / 1e6,
    serverCpuSeconds: (serverCpu() - server) / 1000,
  };
}

/** Request rows once more, as other rows of other batches. */
async function copyRequests(copy: number): Promise<void> {
  const { columns, values } = {
    columns: `kind, day, dim, ts, cell, low_b, high_b, dur, saved_low, saved_high, status, err, spans, findings, sign, field,
      count, trace, span, batch, row`,
    values: `kind, day, dim, ts, cell + ${copy}, low_b, high_b, dur, saved_low, saved_high, status, err, spans, findings, sign,
      field, count, reverse(trace), reverse(span), concat(batch, '-${copy}'), row`,
  };
  await command(
    `INSERT INTO ${DATABASE}.facts (${columns}) SELECT ${values} FROM ${DATABASE}.facts
     WHERE kind IN (1, 2) AND NOT match(batch, '^shop-[0-9]+-')`,
  );
}

async function command(query: string): Promise<string> {
  const answer = await fetch(`http://${cluster.hosts[0]}/`, { method: "POST", body: query });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

async function ask(question: string, answer: () => Promise<readonly object[]>, rounds: number): Promise<Answer> {
  const wall: number[] = [];
  const collector: number[] = [];
  const server: number[] = [];
  let rows = 0;
  for (let round = 0; round < rounds; round += 1) {
    const before = serverCpu();
    const cost = await costOf(async () => (rows = (await answer()).length));
    wall.push(cost.wall);
    collector.push(cost.cpu);
    server.push(serverCpu() - before);
  }
  return { question, rows, wall, serverCpu: server, collectorCpu: collector };
}

/** Processor time the server has used. Milliseconds. */
function serverCpu(): number {
  const [, fields = ""] = readFileSync(`/proc/${cluster.pid(0)}/stat`, "utf8").split(/\) /u);
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) * TICK_MS;
}

async function sizes(): Promise<readonly TableSize[]> {
  const query = `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
    WHERE active AND database = '${DATABASE}' GROUP BY table FORMAT JSON`;
  return (JSON.parse(await command(query)) as { readonly data: readonly TableSize[] }).data;
}
