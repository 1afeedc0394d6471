import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { type Cost, type Load, MeasuredApp, startWorld } from "./measured-app.ts";
import { quantile, type Spread, spreadOf } from "./statistics.ts";

/*
 * What the agent costs an app, against the same app without instrumentation and with plain OpenTelemetry:
 *
 *   pnpm exec tsc -b packages/agent && node bench/agent/overhead.bench.ts [--node 24] [--rounds 12] [--save]
 *
 * All apps run at once and are driven in turn; a ratio is of two apps in one round, so that what else the machine does
 * falls on both. The agent is the compiled one. With `--save` the raw figures go to `bench/results/agent/`.
 */
const { values: options } = parseArgs({
  options: {
    node: { type: "string", default: "process" },
    rounds: { type: "string", default: "12" },
    apps: { type: "string", default: "none,opentelemetry,weir-everything,weir-all,weir-production" },
    loads: { type: "string", default: "busy,waiting" },
    save: { type: "boolean", default: false },
  },
});

const LOADS: Readonly<Record<string, Load>> = {
  /** Nothing but calls: an upstream that answers at once. */
  busy: { requests: 200, clients: 8, wait: 0 },
  /** What requests are like: each call takes 20 ms. */
  waiting: { requests: 80, clients: 8, wait: 20 },
};
const WARM_UP = 8;

interface Round {
  readonly load: string;
  readonly app: string;
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
}

const world = await startWorld();
const apps = await Promise.all(options.apps.split(",").map((name) => MeasuredApp.start(name, world, options.node)));
const rounds: Round[] = [];
const count = Number(options.rounds);
for (const load of options.loads.split(",")) {
  const shape = LOADS[load];
  if (shape === undefined) throw new Error(`No load is called ${load}`);
  // The sampled evidence of production starts with 200 requests in full: they belong to warming up.
  for (let round = -WARM_UP; round < count; round += 1) {
    process.stderr.write(`\r${load}: round ${round + 1} of ${count} `);
    // The order changes, so that nobody always runs behind the same neighbour.
    for (const app of round % 2 === 0 ? apps : apps.toReversed()) {
      const { cpuMicros, latencies }: Cost = await app.run(shape);
      if (round >= 0)
        rounds.push({ load, app: app.name, cpuMicros, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });
    }
  }
}
process.stderr.write("\n");
for (const app of apps) app.stop();
world.child.disconnect();

function measured(load: string, app: string, field: "cpuMicros" | "p50" | "p99"): readonly number[] {
  return rounds.filter((round) => round.load === load && round.app === app).map((round) => round[field]);
}

/** Ratios round by round. */
function ratios(load: string, app: string, base: string, field: "cpuMicros" | "p50" | "p99"): readonly number[] {
  const bases = measured(load, base, field);
  return measured(load, app, field).map((value, index) => value / (bases[index] ?? Number.NaN));
}

const against = (...of: Parameters<typeof ratios>): Spread => spreadOf(ratios(...of));
const figure = (value: number): string => value.toFixed(2).padStart(5);
const ratio = ({ median, min, max }: Spread): string => `${figure(median)} (${min.toFixed(2)}–${max.toFixed(2)})`;
const node = execFileSync(process.execPath, ["--version"], { encoding: "utf8" }).trim();
const shown = options.node === "process" ? node : `v${options.node}`;

console.log(`CPU per request, median of ${count} rounds (least–most of the rounds), Node ${shown}`);
for (const load of options.loads.split(",")) {
  console.log(`\n${load}`.padEnd(26), "µs   / none               / opentelemetry      p50 ms  p99 ms  p99 / none");
  for (const { name } of apps) {
    const cpu = spreadOf(measured(load, name, "cpuMicros"));
    const [p50, p99] = [spreadOf(measured(load, name, "p50")), spreadOf(measured(load, name, "p99"))];
    console.log(
      name.padEnd(24),
      cpu.median.toFixed(0).padStart(5),
      ratio(against(load, name, "none", "cpuMicros")),
      ratio(against(load, name, "opentelemetry", "cpuMicros")),
      p50.median.toFixed(1).padStart(7),
      p99.median.toFixed(1).padStart(7),
      ratio(against(load, name, "none", "p99")),
    );
  }
}

if (options.save) {
  const targets: Readonly<Record<string, number>> = { "weir-everything": 1.15, "weir-all": 1.15, "weir-production": 1 };
  const names = apps.map(({ name }) => name).filter((name) => targets[name] !== undefined);
  const measures = options.loads.split(",").flatMap((load) =>
    names.map((name) => {
      const [what, target] = [`${load}, ${name}`, targets[name] ?? 0];
      return load === "waiting"
        ? measureOf(`${what}: p99 / uninstrumented`, "×", ratios(load, name, "none", "p99"), { atMost: 1.05 })
        : measureOf(`${what}: CPU / OpenTelemetry`, "×", ratios(load, name, "opentelemetry", "cpuMicros"), {
            atMost: target,
          });
    }),
  );
  const bench = `agent overhead on Node ${shown}`;
  const command = `node bench/agent/overhead.bench.ts --rounds ${count} --save`;
  const raw = { node: shown, loads: LOADS, warmUp: WARM_UP, rounds };
  const name = `overhead-node${shown.replace(/^v|\..*$/g, "")}`;
  console.log(`\nKept in ${await saveResult("agent", name, { bench, command, measures, raw })}`);
}
