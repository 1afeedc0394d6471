/**
 * `node tools/examples-table.ts`: runs the examples under traffic and writes what Weir said about every route, beside
 * what was measured, into the table of `examples/README.md`.
 */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXAMPLE_ROUTES } from "../examples/manifest.ts";
import type { Pair, TraceView } from "../packages/core/src/api/types.ts";
import { progressLine } from "../examples/traffic/src/progress-line.ts";
import { CollectorClient } from "./start/collector-client.ts";
import { exampleTraffic } from "./start/example-traffic.ts";
import { readOptions } from "./start/options.ts";
import { routeTable } from "./start/route-table.ts";
import { ExampleStack } from "./start/stack.ts";

const README = resolve(import.meta.dirname, "../examples/README.md");
const TABLE = /(<!-- routes -->\n)[^]*(<!-- \/routes -->)/;
const ANALYSIS = 60;

const options = readOptions([], process.env);
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const examples = new ExampleStack(options, (line) => console.error(line));
try {
  await examples.build();
  const stack = await examples.start();
  const show = progressLine(process.stderr, () => performance.now());
  const traffic = await exampleTraffic(stack, options, show, stop.signal);
  const collector = new CollectorClient(stack.urls.collector);
  await collector.analysed(traffic.requests, ANALYSIS);
  const [routes, findings] = await Promise.all([collector.routes(), collector.findings()]);
  const pairs = new Map<string, readonly Pair[]>();
  const whatIf = new Map<string, TraceView["whatIf"]>();
  for (const { service, key } of EXAMPLE_ROUTES) {
    pairs.set(`${service} ${key}`, await collector.pairs(service, key));
    const possible = await collector.whatIf(service, key);
    if (possible !== undefined) whatIf.set(`${service} ${key}`, possible);
  }
  const table = routeTable(EXAMPLE_ROUTES, { traffic, routes, findings, pairs, whatIf });
  const text = await readFile(README, "utf8");
  await writeFile(
    README,
    text.replace(TABLE, (_, open: string, close: string) => `${open}\n${table}\n\n${close}`),
  );
  console.log(table);
} finally {
  await examples.stop();
}
