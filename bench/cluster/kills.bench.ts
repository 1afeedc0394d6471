import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ClickHouseCluster } from "../../test/lanes/clickhouse-cluster.ts";
import { isMet, type Measure, measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { Bed } from "./bed.ts";
import { countStored, type StoredCount } from "./count-stored.ts";
import { Load } from "./load.ts";
import { Waits } from "./waits.ts";

/*
 * Three collectors over two ClickHouse replicas, of which each in turn is killed -9 and started again while clients send:
 * in the end everything that was acknowledged is there once, on both replicas.
 *
 *   node --conditions=@weir/source bench/cluster/kills.bench.ts [--rounds 2] [--clients 6] [--pace 100] [--save]
 *
 * Needs what the ClickHouse lane needs (Debian's clickhouse-server and ZooKeeper).
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "2" },
    clients: { type: "string", default: "6" },
    /** Between two bodies of one client. Milliseconds. */
    pace: { type: "string", default: "100" },
    port: { type: "string", default: "20110" },
    save: { type: "boolean", default: false },
  },
});

const COLLECTORS = 3;
const REPLICAS = 2;
const REQUESTS_PER_BODY = 10;
const DATABASE = "weir_cluster";
/** How long something is away, and how long everything runs before the next is killed. Milliseconds. */
const AWAY_MS = 3_000;
const TOGETHER_MS = 4_000;

interface Death {
  readonly who: "collector" | "replica";
  readonly number: number;
  /** Requests acknowledged while it was away, by the others; and until it answered again. Milliseconds. */
  readonly acknowledgedMeanwhile: number;
  readonly awayMs: number;
}

interface Round {
  readonly deaths: readonly Death[];
  readonly seconds: number;
  readonly acknowledged: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly longestWaitMs: number;
  readonly repeatedPieces: number;
  /** What the collectors that were there in the end say they lost. */
  readonly lost: number;
  readonly replicas: readonly StoredCount[];
  /** Findings that versions brought in the meantime, evidence of each spread over the collectors. */
  readonly alerts: { readonly opened: number; readonly told: number; readonly toldTwice: number };
  /** Requests of these versions. */
  readonly waiting: number;
}

const basePort = Number(options.port);
const rounds: Round[] = [];
for (let number = 1; number <= Number(options.rounds); number += 1) {
  console.error(`round ${number} of ${options.rounds}`);
  const cluster = new ClickHouseCluster({ basePort, nodes: REPLICAS });
  await cluster.open();
  const ports = Array.from({ length: COLLECTORS }, (_, index) => basePort + 40 + index);
  const folder = mkdtempSync(join(tmpdir(), "weir-waits-"));
  const waits = new Waits(folder);
  const bed = new Bed({ hosts: cluster.hosts, ports, database: DATABASE, flags: waits.flags });
  try {
    rounds.push(await round(cluster, bed, waits));
  } finally {
    await bed.close();
    await waits.close();
    await cluster.close();
    rmSync(folder, { recursive: true });
  }
}
report();

async function round(cluster: ClickHouseCluster, bed: Bed, waits: Waits): Promise<Round> {
  await waits.open();
  await bed.open();
  await waits.begin(bed.urls);
  const load = new Load({
    urls: bed.urls,
    clients: Number(options.clients),
    requestsPerBody: REQUESTS_PER_BODY,
    paceMs: Number(options.pace),
  });
  const from = performance.now();
  load.start();
  const deaths: Death[] = [];
  for (let turn = 0; turn < COLLECTORS; turn += 1) {
    await pause(TOGETHER_MS);
    await waits.deploy(bed.urls);
    deaths.push(await die("collector", turn, bed, load));
    if (turn >= REPLICAS) continue;
    await pause(TOGETHER_MS);
    await waits.deploy(bed.urls);
    deaths.push(await die("replica", turn, cluster, load));
  }
  await pause(TOGETHER_MS);
  await load.stop();
  const seconds = (performance.now() - from) / 1_000;
  const alerts = await waits.settle();
  const lost = await bed.metric("weir_lost");
  const repeatedPieces = await bed.metric("weir_cluster_repeated_pieces_total");
  await bed.stop();
  const replicas: StoredCount[] = [];
  for (const host of cluster.hosts) replicas.push(await countStored(host, DATABASE, load));
  return {
    deaths,
    seconds,
    acknowledged: load.acknowledged,
    refusals: Object.fromEntries(load.refusals),
    longestWaitMs: Math.round(Math.max(...load.waits)),
    repeatedPieces,
    lost,
    replicas,
    alerts,
    waiting: waits.requests,
  };
}

async function die(who: Death["who"], number: number, whose: Pick<Bed, "kill" | "start">, load: Load): Promise<Death> {
  const before = load.acknowledged;
  const from = performance.now();
  await whose.kill(number);
  await pause(AWAY_MS);
  const acknowledgedMeanwhile = load.acknowledged - before;
  await whose.start(number);
  const awayMs = Math.round(performance.now() - from);
  console.error(`  ${who} ${number} was away ${awayMs} ms; acknowledged meanwhile: ${acknowledgedMeanwhile}`);
  return { who, number, acknowledgedMeanwhile, awayMs };
}

function report(): void {
  const each = (pick: (stored: StoredCount) => number): readonly number[] =>
    rounds.flatMap(({ replicas }) => replicas.map(pick));
  const meanwhile = (who: Death["who"]): readonly number[] =>
    rounds.flatMap(({ deaths }) =>
      deaths.filter((death) => death.who === who).map((death) => death.acknowledgedMeanwhile),
    );
  const none = { atMost: 0 };
  const measures = [
    measureOf(
      "requests acknowledged",
      "requests",
      rounds.map(({ acknowledged }) => acknowledged),
    ),
    measureOf(
      "acknowledged and not stored, on each replica",
      "requests",
      each(({ missing }) => missing),
      none,
    ),
    measureOf(
      "stored more than once",
      "requests",
      each(({ duplicates }) => duplicates),
      none,
    ),
    measureOf(
      "stored without all their spans",
      "requests",
      each(({ partial }) => partial),
      none,
    ),
    measureOf(
      "stored and never sent",
      "requests",
      each(({ unknown }) => unknown),
      none,
    ),
    measureOf("acknowledged in the 3 s in which a collector was away", "requests", meanwhile("collector")),
    measureOf("acknowledged in the 3 s in which a replica was away", "requests", meanwhile("replica"), { atLeast: 1 }),
    measureOf(
      "longest wait of a client for its 200",
      "s",
      rounds.map(({ longestWaitMs }) => longestWaitMs / 1_000),
    ),
    measureOf(
      "findings nobody was told of",
      "findings",
      rounds.map(({ alerts }) => alerts.opened - alerts.told),
      none,
    ),
    measureOf(
      "findings told twice",
      "findings",
      rounds.map(({ alerts }) => alerts.toldTwice),
      none,
    ),
    measureOf(
      "requests of these findings too few or too many",
      "requests",
      rounds.flatMap(({ replicas, waiting }) => replicas.map(({ others }) => Math.abs(others - waiting))),
      none,
    ),
    measureOf(
      "traces' parts that came again and counted once",
      "parts",
      rounds.map(({ repeatedPieces }) => repeatedPieces),
    ),
  ];
  for (const { what, unit, median, low, high } of measures) {
    console.log(`${what.padEnd(60)} ${median.toFixed(1).padStart(9)} ${unit} (${low.toFixed(1)}–${high.toFixed(1)})`);
  }
  // A target is met by the worst round, not by the middle one.
  const isGood = measures.every((measure) => isMet({ ...measure, median: worstOf(measure) }) !== false);
  process.exitCode = isGood ? 0 : 1;
  if (options.save) void save(measures);
}

function worstOf({ target, low, high }: Measure): number {
  return target !== undefined && "atLeast" in target ? low : high;
}

async function save(measures: Parameters<typeof saveResult>[2]["measures"]): Promise<void> {
  const command = `node --conditions=@weir/source bench/cluster/kills.bench.ts --rounds ${options.rounds} --save`;
  const bench = "several collectors, killed in turn";
  console.log(`Kept in ${await saveResult("cluster", "kills", { bench, command, measures, raw: rounds })}`);
}
