/**
 * `npm start`: builds what is stale, starts the example backend, both example apps and the collector, drives real
 * traffic through them and says where the waits are. Ctrl-C stops everything; `--once` stops by itself.
 */
import { EXAMPLE_ROUTES } from "../examples/manifest.ts";
import { progressLine } from "../examples/traffic/src/progress-line.ts";
import { CollectorClient } from "./start/collector-client.ts";
import { exampleTraffic } from "./start/example-traffic.ts";
import { readOptions, type StartOptions } from "./start/options.ts";
import { ExampleStack, type Stack } from "./start/stack.ts";
import { summaryLines } from "./start/summary.ts";

/** Seconds for the collector to analyse what the apps have sent. */
const ANALYSIS = 40;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const interrupted = new AbortController();
const interruption = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      interrupted.abort();
      resolve();
    });
  }
});

process.exitCode = await main();

async function main(): Promise<number> {
  let options: StartOptions;
  try {
    options = readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const examples = new ExampleStack(options, say);
  try {
    // Whatever is under way is given up when a signal comes; `stop` below ends what was started.
    const stack = await Promise.race([startUp(examples), interruption]);
    if (stack === undefined) return 130;
    await Promise.race([report(stack, options), stack.broken, interruption]);
    if (!options.once) await Promise.race([stack.broken, interruption]);
    return interrupted.signal.aborted && options.once ? 130 : 0;
  } catch (error) {
    say(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    if (interrupted.signal.aborted) say("\nstopping");
    await examples.stop();
  }
}

async function startUp(examples: ExampleStack): Promise<Stack> {
  await examples.build();
  return examples.start();
}

async function report(stack: Stack, options: StartOptions): Promise<void> {
  const { urls } = stack;
  say(`next-app ${urls["next-app"]}  sveltekit-app ${urls["sveltekit-app"]}  dashboard ${urls.collector}`);
  const show = progressLine(process.stderr, () => performance.now());
  const traffic = await exampleTraffic(stack, options, show, interrupted.signal);
  if (interrupted.signal.aborted) return;
  for (const failure of traffic.failures) say(`  ${failure}`);

  const collector = new CollectorClient(urls.collector);
  const analysed = await collector.analysed(traffic.requests, ANALYSIS);
  const [routes, findings] = await Promise.all([collector.routes(), collector.findings()]);
  say(`${analysed} requests analysed, ${findings.length} findings on ${routes.length} routes`);
  say("");
  for (const line of summaryLines(routes, findings, traffic, EXAMPLE_ROUTES)) console.log(line);
  console.log(`\nDashboard: ${urls.collector}/`);
  if (!options.once) say("Ctrl-C stops everything.");
}
