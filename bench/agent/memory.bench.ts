import { parseArgs } from "node:util";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { MeasuredApp, type Usage, userOf } from "./measured-app.ts";
import { spreadOf } from "./statistics.ts";
import { startWorld } from "./world.ts";

/*
 * What an app with the agent keeps in memory while requests go by, all evidence recorded of each:
 *
 *   npm run bench -- agent-memory
 *   node bench/agent/memory.bench.ts [--requests 1000000] [--fetches 2|5] [--app weir-everything] [--node 22] [--save]
 *
 * A request is one of a hundred routes and has a user of its own; it makes two calls, of which the second takes an id
 * from the answer to the first. So whatever the agent keeps by route, place and value is in use. More calls
 * add time, not kinds of things to keep: `--fetches 5` makes them as the bench of CPU does.
 *
 * The heap is measured after a collection. It has to be flat: the last half may not lie above the first by more than a
 * twentieth.
 */
const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "1000000" },
    fetches: { type: "string", default: "2" },
    app: { type: "string", default: "weir-everything" },
    node: { type: "string", default: "process" },
    save: { type: "boolean", default: false },
  },
});
const STEPS = 40;
/** Of the steps; maps fill up to their bounds, and code is compiled. */
const WARM_UP = 4;
const ROUTES = 100;
/** A word, since what has digits passes for an id. */
const routeOf = (number: number): string => `kind-${"abcdefghij"[Math.floor(number / 10)]}${"abcdefghij"[number % 10]}`;

const world = await startWorld();
let asked = 0;
const app = await MeasuredApp.start(options.app, world, options.node, (wait) => {
  asked += 1;
  return `/orders/${routeOf(asked % ROUTES)}?user=${userOf(asked)}&fetches=${options.fetches}&wait=${wait}`;
});
const step = Math.ceil(Number(options.requests) / STEPS);
const seen: (Usage & { readonly requests: number })[] = [];
const megabytes = (bytes: number): number => bytes / 1_048_576;
for (let done = 0; done < STEPS; done += 1) {
  await app.run({ requests: step, clients: 16, wait: 0 });
  const usage = await app.usage("collect");
  seen.push({ requests: (done + 1) * step, ...usage });
  const [heap, rss] = [megabytes(usage.heapUsed).toFixed(1), megabytes(usage.rss).toFixed(1)];
  console.log(`${(done + 1) * step} requests: heap ${heap} MB, process ${rss} MB`);
}
app.stop();
world.child.disconnect();

const steady = seen.slice(WARM_UP);
const [early, late] = [steady.slice(0, steady.length / 2), steady.slice(steady.length / 2)];
const growth = (field: "heapUsed" | "rss"): readonly number[] => {
  const base = spreadOf(early.map((usage) => usage[field])).median;
  return late.map((usage) => usage[field] / base);
};
const measures = [
  measureOf("heap, last half of the requests / first half", "×", growth("heapUsed"), { atMost: 1.05 }),
  measureOf("resident memory, last half of the requests / first half", "×", growth("rss"), { atMost: 1.05 }),
  measureOf(
    "heap",
    "MB",
    steady.map(({ heapUsed }) => megabytes(heapUsed)),
  ),
];
for (const { what, median, low, high } of measures) {
  console.log(`${what}: ${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`);
}

if (options.save) {
  const lines = (["heapUsed", "rss"] as const).map((field) => ({
    name: field === "rss" ? "resident" : "heap",
    points: seen.map((usage): readonly [number, number] => [usage.requests, megabytes(usage[field])]),
  }));
  const result = {
    bench: `agent memory, ${options.app}`,
    command: `node bench/agent/memory.bench.ts --requests ${options.requests} --fetches ${options.fetches} --app ${options.app} --save`,
    measures,
    plots: [{ title: "Memory of the app over requests", x: "requests", y: "MB", lines }],
    raw: seen,
  };
  console.log(`Kept in ${await saveResult("agent", "memory", result)}`);
}
