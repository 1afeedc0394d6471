import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import { HOUR_MS, MINUTE_MS } from "../../packages/collector/src/store/day.ts";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { type Cost, costOf } from "./answers.ts";
import { fillStore } from "./filled-store.ts";
import { SHOP } from "./shop.ts";

/*
 * What every list of the API costs a collector that holds a day of traffic over a thousand routes, and for how long each
 * keeps the thread busy that also takes spans:
 *
 *   WEIR_BENCH_REQUESTS=10000000 node --conditions=@weir/source bench/store/answers.bench.ts
 *
 * A million without the variable. `WEIR_BENCH_FOLDER` keeps what was filled for the next run. Each question is asked anew
 * after a minute, as a page that stays open does. Writes bench/results/store/answers-<date>-<commit>.json.
 */
const REQUESTS = Number(process.env["WEIR_BENCH_REQUESTS"] ?? 1_000_000);
const KEPT = process.env["WEIR_BENCH_FOLDER"];
const ROUNDS = 5;
const COMMAND = "WEIR_BENCH_REQUESTS=10000000 node --conditions=@weir/source bench/store/answers.bench.ts";
const MAX_MS = 200;
const MAX_BLOCK_MS = 50;

const folder = KEPT ?? (await mkdtemp(join(tmpdir(), "weir-bench-answers-")));
await mkdir(folder, { recursive: true });
const filled = join(folder, "1-of-1");
const { to } = await fillStore({ folder: filled, requests: REQUESTS });
let now = to;
const config = collectorConfigSchema.parse({ mode: "start", port: 0, data: filled, logLevel: "silent" });
const collector = await startCollector(config, () => now);

async function bytesOf(path: string): Promise<number> {
  const answer = await fetch(`${collector.url}/api/v1/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.arrayBuffer()).byteLength;
}

/** Until the first words of the stream of updates. */
async function firstWords(): Promise<number> {
  const leaving = new AbortController();
  const answer = await fetch(`${collector.url}/api/v1/events`, { signal: leaving.signal });
  const first = await answer.body?.getReader().read();
  leaving.abort();
  return first?.value?.byteLength ?? 0;
}

function questions(fingerprint: string): Readonly<Record<string, () => Promise<number>>> {
  const app = new URLSearchParams(SHOP).toString();
  const key = (index: number): string => encodeURIComponent(`GET /section-${index % 37}/page-${index}/[slug]`);
  const screen = Array.from({ length: 30 }, (_all, index) => `route=${key(index)}`).join("&");
  const hour = () => new Date(now - HOUR_MS).toISOString();
  return {
    "routes, 24 h": () => bytesOf("routes?limit=200"),
    "routes, last hour": () => bytesOf(`routes?limit=200&from=${hour()}`),
    "routes by p95": () => bytesOf("routes?limit=200&sort=p95"),
    "routes, searched": () => bytesOf("routes?limit=200&q=page-7"),
    "one route": () => bytesOf(`routes/${key(0)}?${app}`),
    "trends of a screen": () => bytesOf(`trends?${app}&${screen}`),
    "findings, open": () => bytesOf("findings?limit=200"),
    "findings, all states": () => bytesOf("findings?limit=200&status=all&tier=all"),
    "one finding": () => bytesOf(`findings/${fingerprint}`),
    "pairs of a route": () => bytesOf(`pairs?${app}&route=${key(0)}`),
    "pairs of an app": () => bytesOf(`pairs?${app}`),
    deploys: () => bytesOf("deploys"),
    status: () => bytesOf("status"),
    overrides: () => bytesOf("overrides"),
    alerts: () => bytesOf("alerts"),
    deliveries: () => bytesOf("alerts/deliveries"),
    gains: () => bytesOf("gains"),
    "updates, first words": firstWords,
  };
}

try {
  const listed = (await (await fetch(`${collector.url}/api/v1/findings?limit=1`)).json()) as {
    findings: readonly { fingerprint: string }[];
  };
  const costs: Record<string, Cost[]> = {};
  const asked = Object.entries(questions(listed.findings[0]?.fingerprint ?? ""));
  for (let round = 0; round <= ROUNDS; round += 1) {
    now += MINUTE_MS;
    // The first round is the first look after a start, and stands apart.
    for (const [name, ask] of asked) (costs[name] ??= []).push(await costOf(ask));
  }
  const measures = Object.entries(costs).flatMap(([name, [, ...rounds]]) => [
    measureOf(
      name,
      "ms",
      rounds.map(({ wall }) => wall),
      { atMost: MAX_MS },
    ),
    measureOf(
      `${name}: processor time`,
      "ms",
      rounds.map(({ cpu }) => cpu),
    ),
    measureOf(
      `${name}: longest block of the main thread, processor time`,
      "ms",
      rounds.map(({ longestBlockCpu }) => longestBlockCpu),
      { atMost: MAX_BLOCK_MS },
    ),
  ]);
  for (const { what, median, low, high } of measures)
    process.stdout.write(`${what}: ${median} ms (${low} to ${high})\n`);
  const result = { bench: "store/answers", command: COMMAND, measures, raw: { requests: REQUESTS, costs } };
  process.stdout.write(`${await saveResult("store", "answers", result)}\n`);
} finally {
  await collector.stop();
  if (KEPT === undefined) await rm(folder, { recursive: true, force: true });
}
