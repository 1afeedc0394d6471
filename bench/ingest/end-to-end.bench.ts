import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { CollectorProcess, type Usage } from "./collector-process.ts";
import { RequestTemplate, SPANS_PER_REQUEST } from "./request-template.ts";
import { Sender } from "./sender.ts";
import { whereTimeGoes } from "./where-time-goes.ts";

/*
 * A whole collector: HTTP in, journal, grouping, analysis, SQLite, until every request that was acknowledged is stored:
 *
 *   node --conditions=@weir/source bench/ingest/end-to-end.bench.ts [--spans 1000000] [--warm-up 500000] [--rounds 3] [--fetches 6] [--save]
 *
 * Spans per second of the collector's processor time, all its threads together: one core's worth, whatever else runs on
 * the machine. Each round has a process of its own. Its first spans, while the engine compiles what it finds used most, are a
 * measure of their own and are not counted in the others: a collector runs for days, and after seconds it is warm. With `--save` one more round is profiled, for the page. Requests of twenty spans, six of them calls, without the agent's evidence, in bodies of 25.
 */
const { values } = parseArgs({
  options: {
    spans: { type: "string", default: "1000000" },
    "warm-up": { type: "string", default: "500000" },
    rounds: { type: "string", default: "3" },
    fetches: { type: "string", default: "6" },
    save: { type: "boolean", default: false },
  },
});
const PER_BODY = 25;
const REQUESTS = requestsOf(values.spans);
const WARM_UP_REQUESTS = requestsOf(values["warm-up"]);
const SENDERS = 8;
const ROUTES = 50;
const FETCHES = Number(values.fetches);

/** Whole bodies. */
function requestsOf(spans: string): number {
  return Math.ceil(Number(spans) / SPANS_PER_REQUEST / PER_BODY) * PER_BODY;
}

interface Round {
  /** Of the warm-up, in a process that has just begun. */
  readonly coldSpansPerCpuSecond: number;
  readonly spansPerCpuSecond: number;
  readonly spansPerSecond: number;
  readonly memoryBytes: number;
  readonly acknowledged: number;
  readonly stored: number;
}

async function round(profileTo?: string): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), "weir-end-to-end-"));
  const collector = await CollectorProcess.start(folder, profileTo);
  const begun = await collector.usage();
  await send(collector, { from: 0, until: WARM_UP_REQUESTS });
  const before = await collector.usage();
  const startedAt = performance.now();
  const last = WARM_UP_REQUESTS + REQUESTS;
  await send(collector, { from: WARM_UP_REQUESTS, until: last });
  const after = await collector.usage();
  const seconds = (performance.now() - startedAt) / 1000;
  await collector.stop();
  const stored = await storedIn(folder);
  await rm(folder, { recursive: true });
  return {
    coldSpansPerCpuSecond: spansPerCpuSecond(WARM_UP_REQUESTS, begun, before),
    spansPerCpuSecond: spansPerCpuSecond(REQUESTS, before, after),
    spansPerSecond: (REQUESTS * SPANS_PER_REQUEST) / seconds,
    memoryBytes: after.memoryBytes,
    acknowledged: last,
    stored,
  };
}

function spansPerCpuSecond(requests: number, before: Usage, after: Usage): number {
  return ((requests * SPANS_PER_REQUEST) / (after.cpuMicros - before.cpuMicros)) * 1_000_000;
}

/** Sends requests with these numbers and waits until they are analysed. */
async function send(
  collector: CollectorProcess,
  numbers: { readonly from: number; readonly until: number },
): Promise<void> {
  const { until } = numbers;
  let next = numbers.from;
  const sender = async (): Promise<void> => {
    const connection = new Sender(collector.port);
    const template = new RequestTemplate(PER_BODY, { routes: ROUTES, fetches: FETCHES, startedAt: Date.now() });
    while (next < until) {
      const first = next;
      next += PER_BODY;
      template.stamp(first);
      for (;;) {
        const { status, retryAfterMs } = await connection.send(template.bytes);
        if (status === 200) break;
        if (status !== 429 && status !== 503) throw new Error(`The collector answered ${status}`);
        await new Promise((later) => setTimeout(later, retryAfterMs));
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await analysed(collector, until);
}

async function analysed(collector: CollectorProcess, requests: number): Promise<void> {
  for (;;) {
    const { ingest } = await collector.status();
    if (ingest.requests >= requests) return;
    await new Promise((later) => setTimeout(later, 100));
  }
}

async function storedIn(folder: string): Promise<number> {
  const store = new SqliteStore({ folder: join(folder, "store") });
  await store.migrate();
  const { requests } = await store.stats();
  await store.close();
  return requests;
}

const rounds: Round[] = [];
for (let number = 1; number <= Number(values.rounds); number += 1) {
  process.stderr.write(`\rround ${number} of ${values.rounds} `);
  rounds.push(await round());
}
process.stderr.write("\n");
const measures = [
  measureOf(
    "HTTP in, analysed, stored, acknowledged durable",
    "k spans/CPU-s",
    rounds.map((one) => one.spansPerCpuSecond / 1000),
    { atLeast: 100 },
  ),
  measureOf(
    `the same of the first ${(WARM_UP_REQUESTS * SPANS_PER_REQUEST) / 1000} k spans of a new process`,
    "k spans/CPU-s",
    rounds.map((one) => one.coldSpansPerCpuSecond / 1000),
  ),
  measureOf(
    "the same by the wall clock, senders on the same machine",
    "k spans/s",
    rounds.map((one) => one.spansPerSecond / 1000),
  ),
  measureOf(
    "largest memory of the collector meanwhile",
    "MB",
    rounds.map((one) => one.memoryBytes / 1e6),
    { atMost: 512 },
  ),
  measureOf(
    "requests acknowledged and not stored",
    "requests",
    rounds.map((one) => one.acknowledged - one.stored),
    { atMost: 0 },
  ),
];
if (values.save) {
  process.stderr.write("where the time goes\n");
  const folder = await mkdtemp(join(tmpdir(), "weir-profile-"));
  await round(folder);
  measures.splice(1, 0, ...(await whereTimeGoes(folder)));
  await rm(folder, { recursive: true });
}
for (const { what, unit, median, low, high } of measures) {
  console.log(`${what.padEnd(60)} ${median.toFixed(1).padStart(8)} ${unit} (${low.toFixed(1)}–${high.toFixed(1)})`);
}
if (values.save) {
  const command = ["node --conditions=@weir/source bench/ingest/end-to-end.bench.ts", ...process.argv.slice(2)].join(
    " ",
  );
  console.log(
    `Kept in ${await saveResult("ingest", "end-to-end", { bench: "end to end", command, measures, raw: rounds })}`,
  );
}
