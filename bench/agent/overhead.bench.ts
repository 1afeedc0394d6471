import { execFileSync } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { buildExample, startBackend, startExample } from "./example-app.ts";
import { MeasuredApp } from "./measured-app.ts";
import { nodeBinary } from "./node-binary.ts";
import { type MeasuredLoad, Rounds } from "./rounds.ts";
import { receivedBytes, startWorld } from "./world.ts";

/*
 * What the agent costs an app, against the same app without instrumentation and with plain OpenTelemetry:
 *
 *   npm run bench -- agent                           the small app of this bench, on the Node of this process
 *   node bench/agent/overhead.bench.ts [--node 20|22|24|26] [--in next|sveltekit] [--rounds 8] [--starts 3] [--save]
 *
 * All apps run at once and are driven in turn; a ratio is of two apps in one round. They are started anew several
 * times, since how large V8 makes its nursery is a matter of luck and stays for the life of a process. The agent is the
 * compiled one (`tsc -b packages/agent`), in the examples the one they were built with: an example without a build is
 * built first, one that has it is measured as it is (`npm run build` in it after a change of the agent).
 *
 * About four minutes on two cores that do nothing else, with `--starts 2 --rounds 5` two. It says itself how busy the
 * machine was: with more work than cores, the time of a request grows by what neighbours do to the caches, and ratios
 * tell less.
 */
const { values: options } = parseArgs({
  options: {
    node: { type: "string", default: "process" },
    in: { type: "string", default: "small" },
    rounds: { type: "string", default: "8" },
    starts: { type: "string", default: "3" },
    apps: { type: "string", default: "none,opentelemetry,weir-everything,weir-all,weir-production" },
    loads: { type: "string" },
    save: { type: "boolean", default: false },
  },
});

const LOADS: Readonly<Record<string, MeasuredLoad>> = {
  /**
   * Nothing but calls: an upstream that answers at once. Until the first round that counts, code is compiled, production
   * has had its 200 requests in full, and others their 1000 with the values of all. A request of an example takes long.
   */
  busy: { requests: options.in === "small" ? 300 : 150, clients: 8, wait: 0, warmUp: 7 },
  /** What requests are like: each call takes 20 ms. Nine tenths of a round is waiting, so it is long enough for a p99. */
  waiting: { requests: 160, clients: 16, wait: 20, warmUp: 1 },
};
const TARGETS: Readonly<Record<string, number>> = { "weir-everything": 1.15, "weir-all": 1.15, "weir-production": 1 };

const kind = options.in;
if (kind !== "small" && kind !== "next" && kind !== "sveltekit") throw new Error(`No app is called ${kind}`);
// The services of the examples have waits of their own.
const loads = (options.loads ?? (kind === "small" ? "busy,waiting" : "busy")).split(",");
const [names, starts, count] = [options.apps.split(","), Number(options.starts), Number(options.rounds)];
const rounds = new Rounds();
if (kind !== "small") buildExample(kind);
/** Per start, bytes of spans that arrived of each app: an app that drops spans is no match for one that does not. */
const received: Readonly<Record<string, number>>[] = [];
/** Processes that wanted a core, on average of the last minute, at the end of each start. */
const machineLoads: number[] = [];

for (let start = 0; start < starts; start += 1) {
  const world = await startWorld();
  const backend = kind === "small" ? undefined : await startBackend();
  const apps = await Promise.all(
    names.map((name) =>
      kind === "small"
        ? MeasuredApp.start(name, world, options.node)
        : startExample(kind, name, world, backend?.url ?? "", options.node),
    ),
  );
  for (const load of loads) {
    const shape = LOADS[load];
    if (shape === undefined) throw new Error(`No load is called ${load}`);
    await rounds.measure(load, shape, apps, count);
  }
  received.push(await receivedBytes(world));
  machineLoads.push(loadavg()[0] ?? Number.NaN);
  for (const app of apps) app.stop();
  backend?.stop();
  world.child.disconnect();
}

const node = execFileSync(nodeBinary(options.node), ["--version"], { encoding: "utf8" }).trim();
const place = kind === "small" ? "" : kind === "next" ? " in the Next.js example" : " in the SvelteKit example";
console.log(`CPU per request${place}, median of ${starts} × ${count} rounds (least–most of the rounds), Node ${node}`);
for (const load of loads) rounds.print(load, names);
const [busiest, cores] = [Math.max(...machineLoads), availableParallelism()];
console.log(`\nThe machine had up to ${busiest.toFixed(1)} processes for its ${cores} cores, ours among them.`);

if (options.save) {
  const measured = names.filter((name) => TARGETS[name] !== undefined);
  const measures = loads.flatMap((load) =>
    measured.flatMap((name) => {
      const what = `${load}, ${name}`;
      if (load === "waiting") {
        return [
          measureOf(`${what}: p99 / uninstrumented`, "×", rounds.ratios(load, name, "none", "p99"), { atMost: 1.05 }),
        ];
      }
      return [
        measureOf(`${what}: CPU / OpenTelemetry`, "×", rounds.ratios(load, name, "opentelemetry", "cpuMicros"), {
          atMost: TARGETS[name] ?? 0,
        }),
        measureOf(`${what}: CPU / uninstrumented`, "×", rounds.ratios(load, name, "none", "cpuMicros")),
      ];
    }),
  );
  const bench = `agent overhead${place} on Node ${node}`;
  const where = kind === "small" ? "" : ` --in ${kind}`;
  const command = `node bench/agent/overhead.bench.ts --node ${options.node}${where} --rounds ${count} --starts ${starts} --save`;
  const raw = { node, loads: LOADS, received, busy: machineLoads, rounds: rounds.all };
  const file = `overhead-${kind === "small" ? "" : `${kind}-`}node${node.replace(/^v|\..*$/g, "")}`;
  console.log(`\nKept in ${await saveResult("agent", file, { bench, command, measures, raw })}`);
}
