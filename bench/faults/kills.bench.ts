import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Balance } from "./balance.ts";
import { KillRun, type KillRound } from "./kill-run.ts";
import { clickhouse } from "./store/clickhouse.ts";
import { sqlite } from "./store/sqlite.ts";

/*
 * Nothing acknowledged is lost and nothing is counted twice, wherever a collector is killed:
 *
 *   node --conditions=@weir/source bench/faults/kills.bench.ts [--rounds 204] [--seed 1] [--store sqlite|clickhouse] [--save]
 *
 * Each round starts `weir start` on the data folder of the round before, sends traces until they are acknowledged, and
 * kills -9 at a point of its work. Now and then everything is let finish and counted. A run that was broken off goes on
 * when it is called again with the same seed; `--work` names its folder. With `--save` the figures go to
 * `bench/results/faults/`.
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "204" },
    seed: { type: "string", default: "1" },
    store: { type: "string", default: "sqlite" },
    work: { type: "string" },
    port: { type: "string", default: "5680" },
    save: { type: "boolean", default: false },
  },
});

/** Between two looks at everything, besides those that retention and migration need. */
const SETTLE_EVERY = 12;

const STORES = { sqlite, clickhouse } as const;
const store = STORES[options.store as keyof typeof STORES];
if (store === undefined) throw new Error(`Known stores: ${Object.keys(STORES).join(", ")}`);

const work = options.work ?? join(tmpdir(), `weir-faults-${store.name}-${options.seed}`);
if (store.isPassing) rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const roundsPath = join(work, "rounds.jsonl");
const rounds: KillRound[] = existsSync(roundsPath)
  ? readFileSync(roundsPath, "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as KillRound)
  : [];

const run = new KillRun({ work, seed: options.seed, store, port: Number(options.port) });
const { days, faults } = await all();

/** The rounds that are still to come, and the last look. */
async function all(): Promise<Balance> {
  try {
    await run.open();
    for (let number = rounds.length; number < Number(options.rounds); number += 1) await next(number);
    await run.tell();
    return await run.settle();
  } finally {
    await run.close();
  }
}

async function next(number: number): Promise<void> {
  const round = await run.round(number);
  rounds.push(round);
  appendFileSync(roundsPath, `${JSON.stringify(round)}\n`);
  const { point, step, after, reached, ms } = round;
  console.log(`round ${number + 1}: ${point}, ${reached ? "" : "not "}at ${step} ${after}, ${ms} ms`);
  if (number % SETTLE_EVERY === SETTLE_EVERY - 1) balanced(await run.settle(), number);
}

function balanced({ faults: found }: Balance, number: number): void {
  if (found.length > 0) throw new Error(`After round ${number + 1}:\n${found.slice(0, 20).join("\n")}`);
}

const sum = (field: "traces" | "acknowledged" | "found" | "duplicates"): number =>
  [...days.values()].reduce((total, day) => total + day[field], 0);
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const result = {
  bench: "kills",
  date: new Date().toISOString(),
  commit,
  node: process.versions.node,
  store: store.name,
  seed: options.seed,
  rounds: rounds.length,
  points: Object.fromEntries(
    store.deaths.map(([name]) => {
      const ofPoint = rounds.filter(({ point }) => point === name);
      return [name, { rounds: ofPoint.length, atStep: ofPoint.filter(({ reached }) => reached).length }];
    }),
  ),
  traces: sum("traces"),
  days: days.size,
  spans: { acknowledged: sum("acknowledged"), found: sum("found"), duplicates: sum("duplicates") },
  alerts: run.messages,
  faults,
};
console.log(JSON.stringify(result, null, 2));
if (options.save) {
  const folder = fileURLToPath(new URL("../results/faults/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const name = `${result.date.slice(0, 10)}-${commit}-kills-${store.name}-${options.seed}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify({ ...result, raw: rounds }, null, 2)}\n`);
}
process.exitCode = faults.length === 0 && result.alerts.told === result.alerts.opened ? 0 : 1;
