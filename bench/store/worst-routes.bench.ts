import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { quantile } from "../../packages/core/src/index.ts";
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from "../../packages/collector/src/store/day.ts";
import { Files } from "../../packages/collector/src/store/sqlite/files.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { type Measure, measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { type Cost, costOf } from "./answers.ts";
import { type Filling, fillStore } from "./filled-store.ts";
import { SHOP } from "./shop.ts";

/*
 * What the embedded store costs with a day of traffic over a thousand routes in it, and how that grows with the traffic:
 *
 *   WEIR_BENCH_REQUESTS=10000000 node --conditions=@weir/source bench/store/worst-routes.bench.ts
 *
 * A million without the variable; a hundredth and a tenth of it are measured as well. `WEIR_BENCH_FOLDER` keeps what was
 * filled for the next run. Writes bench/results/store/worst-routes-<date>-<commit>.json.
 */
const REQUESTS = Number(process.env["WEIR_BENCH_REQUESTS"] ?? 1_000_000);
const KEPT = process.env["WEIR_BENCH_FOLDER"];
const ROUNDS = 5;
const COMMAND = "WEIR_BENCH_REQUESTS=10000000 node --conditions=@weir/source bench/store/worst-routes.bench.ts";

interface Answers {
  readonly requests: number;
  readonly filling: Filling;
  readonly bytesPerRequest: number;
  readonly exemplarBytes: number;
  readonly worstRoutesFirst: readonly Cost[];
  readonly worstRoutes: readonly Cost[];
  readonly lastHour: readonly Cost[];
  readonly series: readonly Cost[];
  readonly reopen: readonly number[];
}

async function measure(folder: string, requests: number): Promise<Answers> {
  const filling = await fillStore({ folder, requests });
  const path = join(folder, "store");
  const to = floorTo(filling.to, MINUTE_MS) + MINUTE_MS;
  const worstRoutesFirst: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    worstRoutesFirst.push(await withStore(path, (store) => costOf(() => worstRoutes(store, to - DAY_MS, to))));
  }
  return withStore(path, async (store) => {
    await worstRoutes(store, to - DAY_MS, to);
    const rounds = async (ask: (minute: number) => Promise<number>): Promise<readonly Cost[]> => {
      const costs: Cost[] = [];
      // A window moves on by a minute between two looks at it.
      for (let round = 1; round <= ROUNDS; round += 1) costs.push(await costOf(() => ask(to + round * MINUTE_MS)));
      return costs;
    };
    return {
      requests,
      filling,
      ...bytesIn(path, requests),
      worstRoutesFirst,
      worstRoutes: await rounds((end) => worstRoutes(store, end - DAY_MS, end)),
      lastHour: await rounds((end) => worstRoutes(store, end - HOUR_MS, end)),
      series: await rounds((end) => oneSeries(store, end)),
      reopen: await reopenings(folder),
    };
  });
}

async function withStore<T>(path: string, work: (store: SqliteStore) => Promise<T>): Promise<T> {
  const store = new SqliteStore({ folder: path });
  await store.migrate();
  await store.health();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The routes with p50 and p95 of duration and saving, by what could be saved: what the first page is made of. */
async function worstRoutes(store: SqliteStore, from: number, to: number): Promise<number> {
  const routes = await store.routes({ from, to });
  const ranked = routes.map(({ routeKey, requests, duration, savedLow }) => ({
    routeKey,
    requests,
    quantiles: [duration, savedLow].flatMap((sketch) => [quantile(sketch, 0.5), quantile(sketch, 0.95)]),
  }));
  return ranked.sort((a, b) => (b.quantiles[2] ?? 0) * b.requests - (a.quantiles[2] ?? 0) * a.requests).length;
}

/** p95 of one route, minute by minute over a day. */
async function oneSeries(store: SqliteStore, to: number): Promise<number> {
  const query = { ...SHOP, routeKey: "GET /section-0/page-0/[slug]", from: to - DAY_MS, to, step: MINUTE_MS };
  return (await store.routeSeries(query)).map(({ duration }) => quantile(duration, 0.95)).length;
}

function bytesIn(path: string, requests: number): Pick<Answers, "bytesPerRequest" | "exemplarBytes"> {
  const files = new Files(path);
  const exemplarBytes = [files.main, ...files.days().map((day) => files.day(day))]
    .map((file) => {
      const db = new DatabaseSync(file, { readOnly: true });
      const row = db.prepare("SELECT total(length(view) + ifnull(length(spans), 0)) AS bytes FROM traces").get();
      db.close();
      return Number(row?.["bytes"]);
    })
    .reduce((sum, bytes) => sum + bytes, 0);
  return { exemplarBytes, bytesPerRequest: (files.bytes() - exemplarBytes) / requests };
}

/** From opening a store whose writer was killed until it answers; in seconds. */
async function reopenings(folder: string): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await writeUntilKilled(join(folder, "store"));
    const start = performance.now();
    await withStore(join(folder, "store"), (store) => store.stats());
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

async function writeUntilKilled(path: string): Promise<void> {
  const script = join(import.meta.dirname, "write-until-killed.ts");
  const writer = spawn(process.execPath, ["--conditions=@weir/source", script, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => writer.once("exit", resolve));
  let printed = "";
  writer.stdout.on("data", (chunk: Buffer) => {
    printed += String(chunk);
    if (printed.length >= 3) writer.kill("SIGKILL");
  });
  await exited;
}

function measuresOf(all: readonly Answers[]): readonly Measure[] {
  const last = all.at(-1);
  if (last === undefined) throw new Error("nothing was measured");
  const { filling, bytesPerRequest } = last;
  const cpu = (costs: readonly Cost[]): readonly number[] => costs.map((cost) => cost.cpu);
  const wall = (costs: readonly Cost[]): readonly number[] => costs.map((cost) => cost.wall);
  return [
    measureOf("stored bytes per request without exemplars", "B", [bytesPerRequest], { atMost: 64 }),
    measureOf("requests written", "1/s", [filling.requests / filling.seconds]),
    measureOf("requests written, per second of processor time", "1/s", [filling.requests / filling.cpuSeconds], {
      atLeast: 50_000,
    }),
    measureOf("worst routes of 24 h, first question after the start", "ms", wall(last.worstRoutesFirst)),
    measureOf("worst routes of 24 h, first, processor time", "ms", cpu(last.worstRoutesFirst)),
    measureOf("worst routes of 24 h, a minute later", "ms", wall(last.worstRoutes), { atMost: 100 }),
    measureOf("worst routes of 24 h, a minute later, processor time", "ms", cpu(last.worstRoutes)),
    measureOf("worst routes of the last hour", "ms", wall(last.lastHour), { atMost: 250 }),
    measureOf("worst routes of the last hour, processor time", "ms", cpu(last.lastHour)),
    measureOf("one route's p95 in 1,440 points", "ms", wall(last.series), { atMost: 150 }),
    measureOf("open after kill -9 until it answers", "s", last.reopen, { atMost: 3 }),
  ];
}

const folder = KEPT ?? (await mkdtemp(join(tmpdir(), "weir-bench-store-")));
await mkdir(folder, { recursive: true });
try {
  const all: Answers[] = [];
  for (const share of [100, 10, 1]) {
    all.push(await measure(join(folder, `1-of-${share}`), Math.round(REQUESTS / share)));
  }
  const measures = measuresOf(all);
  for (const { what, unit, median, low, high } of measures) {
    process.stdout.write(
      `${what}: ${Math.round(median * 10) / 10} ${unit} (${Math.round(low * 10) / 10} to ${Math.round(high * 10) / 10})\n`,
    );
  }
  const line = (name: string, y: (answers: Answers) => number) => ({
    name,
    points: all.map((answers) => [answers.requests, y(answers)] as const),
  });
  const medianCpu = (costs: readonly Cost[]) =>
    measureOf(
      "cpu",
      "ms",
      costs.map(({ cpu }) => cpu),
    ).median;
  const file = await saveResult("store", "worst-routes", {
    bench: "store/worst-routes",
    command: COMMAND,
    measures,
    plots: [
      {
        title: "Worst routes of 24 h against stored requests",
        x: "stored requests",
        y: "processor time, ms",
        lines: [
          line("first question", ({ worstRoutesFirst }) => medianCpu(worstRoutesFirst)),
          line("a minute later", (answers) => medianCpu(answers.worstRoutes)),
        ],
      },
      {
        title: "Writing against stored requests",
        x: "stored requests",
        y: "processor time, s",
        lines: [line("all of it, traffic made included", ({ filling }) => filling.cpuSeconds)],
      },
    ],
    raw: all,
  });
  process.stdout.write(`${file}\n`);
} finally {
  if (KEPT === undefined) await rm(folder, { recursive: true, force: true });
}
