/**
 * How long the questions of the pages take on Debian's ClickHouse (18.16), asked through the store's port:
 *
 *     node --conditions=@weir/source bench/store/clickhouse.bench.ts [requests, default 10000000] [times, default 1]
 *
 * With `times` that many requests in all are made of fewer: one part is written through the port, and the server copies it,
 * durations shifted by a bucket for each copy.
 * One server with ZooKeeper on loopback, tables replicated and distributed as in production. Writes the raw figures to
 * `bench/results/store/`. They were taken with whatever else ran on the machine: its load is among them.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { quantile } from "../../packages/core/src/index.ts";
import { ClickHouseStore } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { clientsOf } from "../../packages/collector/src/store/clickhouse/clients.ts";
import { HOUR_MS, MINUTE_MS } from "../../packages/collector/src/store/day.ts";
import type { Store } from "../../packages/collector/src/store/port.ts";
import { ClickHouseCluster } from "../../test/lanes/clickhouse-cluster.ts";
import { costOf } from "./answers.ts";
import { SHOP } from "./shop.ts";
import { BATCH, ShopTraffic } from "./shop-traffic.ts";

const BASE_PORT = 5630;
const ROUTES = 1_000;
const ROUNDS = 7;
/** Clock ticks of Linux. */
const TICK_MS = 10;
const DATABASE = "bench";
const CLUSTER = "weir";

const requests = Number(process.argv[2] ?? 10_000_000);
const times = Number(process.argv[3] ?? 1);
const cluster = new ClickHouseCluster({ basePort: BASE_PORT, nodes: 1 });
await cluster.open();
try {
  const results = new URL("../results/store/", import.meta.url);
  mkdirSync(results, { recursive: true });
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const figures = await measure();
  const file = new URL(`clickhouse-${new Date().toISOString().slice(0, 10)}-${commit}.json`, results);
  writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n${fileURLToPath(file)}\n`);
} finally {
  await cluster.close();
}

async function measure(): Promise<object> {
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
  for (let copy = 1; copy < times; copy += 1) await copyRequests(copy);
  const stored = await sizes();
  const day = { from: to - 24 * HOUR_MS, to };
  // Before sums of hours are kept for others.
  const unkept = await askOnce(() => store.routes(day));
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
  const answers: Record<string, object> = { "worst routes, 24 h, the first question ever": unkept };
  for (const [name, question] of Object.entries(questions)) answers[name] = await ask(question);
  await store.close();
  return {
    engine: "clickhouse-server 18.16.1, one node, replicated and distributed",
    cores: cpus().length,
    load: loadavg().map((load) => Math.round(load * 10) / 10),
    requests,
    routes: ROUTES,
    filling,
    stored,
    answers,
  };
}

async function fill(store: Store, span: { readonly from: number; readonly to: number }): Promise<object> {
  const start = performance.now();
  const server = serverCpu();
  const before = process.cpuUsage();
  const own = Math.round(requests / times);
  let written = 0;
  for (const batch of new ShopTraffic({ requests: own, routes: ROUTES, ...span }).batches()) {
    await store.writeBatch(batch);
    written += BATCH;
    process.stderr.write(`\r${Math.min(written, own)} requests stored`);
  }
  process.stderr.write("\n");
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  return {
    seconds: Math.round(seconds),
    requests: own,
    requestsPerSecond: Math.round(own / seconds),
    collectorCpuSeconds: Math.round((user + system) / 1e6),
    serverCpuSeconds: Math.round((serverCpu() - server) / 1000),
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

async function ask(question: () => Promise<readonly object[]>): Promise<object> {
  const walls: number[] = [];
  const collector: number[] = [];
  const servers: number[] = [];
  let rows = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = serverCpu();
    const cost = await costOf(async () => (rows = (await question()).length));
    // The first round warms caches up.
    if (round === 0) continue;
    walls.push(cost.wall);
    collector.push(cost.cpu);
    servers.push(serverCpu() - before);
  }
  return { rows, wallMs: spread(walls), serverCpuMs: spread(servers), collectorCpuMs: spread(collector) };
}

async function askOnce(question: () => Promise<readonly object[]>): Promise<object> {
  const before = serverCpu();
  let rows = 0;
  const { wall, cpu } = await costOf(async () => (rows = (await question()).length));
  return {
    rows,
    wallMs: Math.round(wall),
    serverCpuMs: serverCpu() - before,
    collectorCpuMs: Math.round(cpu),
  };
}

function spread(values: readonly number[]): { readonly min: number; readonly median: number; readonly max: number } {
  const sorted = values.toSorted((a, b) => a - b).map((value) => Math.round(value));
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** Processor time the server has used. Milliseconds. */
function serverCpu(): number {
  const [, fields = ""] = readFileSync(`/proc/${cluster.pid(0)}/stat`, "utf8").split(/\) /u);
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) * TICK_MS;
}

async function sizes(): Promise<object> {
  const query = `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
    WHERE active AND database = '${DATABASE}' GROUP BY table FORMAT JSON`;
  const { data } = JSON.parse(await command(query)) as { readonly data: readonly Record<string, string>[] };
  const bytes = data.reduce((sum, row) => sum + (row["table"] === "traces" ? 0 : Number(row["bytes"])), 0);
  return { bytesPerRequestWithoutExemplars: Math.round((bytes / requests) * 10) / 10, tables: data };
}
