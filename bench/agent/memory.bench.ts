import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MeasuredApp, startWorld, type Usage } from "./measured-app.ts";

/*
 * What an app with the agent keeps in memory while requests go by, all evidence recorded of each:
 *
 *   pnpm exec tsc -b packages/agent && node bench/agent/memory.bench.ts [--requests 1000000] [--app weir-everything] [--save]
 *
 * The heap is measured after a collection. It has to be flat: the last half may not lie above the first.
 */
const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "200000" },
    app: { type: "string", default: "weir-everything" },
    node: { type: "string", default: "process" },
    save: { type: "boolean", default: false },
  },
});
const STEPS = 20;

const world = await startWorld();
const app = await MeasuredApp.start(options.app, world, options.node);
const step = Math.ceil(Number(options.requests) / STEPS);
const seen: (Usage & { readonly requests: number })[] = [];
for (let done = 0; done < STEPS; done += 1) {
  await app.run({ requests: step, clients: 16, wait: 0 });
  const usage = await app.usage("collect");
  seen.push({ requests: (done + 1) * step, ...usage });
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
  console.log(
    `${(done + 1) * step} requests: heap ${megabytes(usage.heapUsed)} MB, process ${megabytes(usage.rss)} MB`,
  );
}
app.stop();
world.child.disconnect();

if (options.save) {
  const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  mkdirSync(join(root, "bench/results/agent"), { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const file = join(root, `bench/results/agent/${date}-${commit}-memory.json`);
  writeFileSync(file, `${JSON.stringify({ date, commit, node: process.version, app: options.app, seen }, null, 1)}\n`);
}
