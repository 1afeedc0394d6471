import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ExampleService } from "../../examples/manifest/example-route.ts";
import { NEXT_APP } from "../../tools/start/build-steps.ts";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack } from "../../tools/start/stack.ts";
import { freePort } from "../../test/integration/free-port.ts";
import { compare } from "./host/compare.ts";
import { type Condition, conditionsOf } from "./host/conditions.ts";
import { faultyApp } from "./host/faulty-app.ts";
import { HostRun, type ServiceTimes, type Session } from "./host/host-run.ts";
import { OddCollector } from "./host/odd-collector.ts";

/*
 * Whatever goes wrong with the agent or around it, an app answers as it does without:
 *
 *   node --conditions=@weir/source bench/faults/host.bench.ts [--app next-app] [--only "collector away"] [--per-route 2] [--save]
 *
 * Both example apps are asked all their routes, one request at a time, with `WEIR_DISABLED` and in each condition. Status,
 * headers and body of each answer, and method, path, headers and body of each call with its answer, in their order, have
 * to be the same to the byte. The app without an agent is asked several times, of services of different speeds: what it
 * does not repeat itself is counted and not compared.
 */
const { values: options } = parseArgs({
  options: {
    app: { type: "string", multiple: true, default: ["next-app", "sveltekit-app"] },
    only: { type: "string", multiple: true },
    "per-route": { type: "string", default: "2" },
    save: { type: "boolean", default: false },
  },
});

/** Without an agent, with services of these speeds: what depends on how fast they are is not compared. */
const PLAIN: readonly ServiceTimes[] = [
  { speed: 1_000 },
  { speed: 1 },
  {},
  // Who is answered first among calls that do not wait for each other is now this one, now that.
  { jitter: 0.9 },
  { jitter: -0.9 },
];
const WITHOUT_AGENT = { WEIR_DISABLED: "true" };

const data = mkdtempSync(join(tmpdir(), "weir-host-"));
const ports = Object.fromEntries(
  await Promise.all(
    ["WEIR_EXAMPLE_BACKEND_PORT", "WEIR_EXAMPLE_NEXT_PORT", "WEIR_EXAMPLE_SVELTEKIT_PORT", "WEIR_PORT"].map(
      async (name) => [name, String(await freePort())] as const,
    ),
  ),
);
const stack = new ExampleStack(
  readOptions(["--once"], { ...ports, WEIR_EXAMPLE_SPEED: "20", WEIR_DATA: data }),
  console.error,
);
const results: object[] = [];
let failed = false;
try {
  await stack.build();
  const { urls } = await stack.start(["backend"]);
  for (const app of options.app as ExampleService[]) await conditions(app, { app: urls[app], backend: urls.backend });
} finally {
  await stack.stop();
  rmSync(data, { recursive: true, force: true });
}

async function conditions(app: ExampleService, urls: { readonly app: string; readonly backend: string }) {
  const run = new HostRun(stack, app, urls, Number(options["per-route"]));
  await run.open();
  const wanted = conditionsOf(app).filter(({ name }) => options.only?.includes(name) ?? true);
  // A bundle is changed before it is made; what a plain server loads is changed as it loads it.
  const copy =
    app === "next-app" && wanted.some((one) => one.faulty) ? await faultyApp("examples/next-app") : undefined;
  try {
    if (copy !== undefined) await stack.buildCopy(NEXT_APP, copy.folder);
    const plain = new Map<string | undefined, readonly (readonly Session[])[]>();
    for (const condition of wanted) {
      const folder = condition.faulty === true ? copy?.folder : undefined;
      const known = plain.get(folder) ?? (await withoutAgent(run, folder));
      plain.set(folder, known);
      report(app, condition, known, await watched(run, condition, folder));
    }
  } finally {
    await copy?.remove();
    await run.close();
  }
}

async function withoutAgent(run: HostRun, folder: string | undefined): Promise<readonly (readonly Session[])[]> {
  const runs: (readonly Session[])[] = [];
  for (const times of PLAIN) runs.push(await run.session(WITHOUT_AGENT, folder, times));
  return runs;
}

async function watched(run: HostRun, { collector: mood, env }: Condition, folder: string | undefined) {
  const collector = mood === "away" ? undefined : new OddCollector(mood);
  const endpoint = (await collector?.start()) ?? "http://127.0.0.1:1";
  const seen = join(data, "failing");
  rmSync(seen, { force: true });
  try {
    const told = { WEIR_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: "50", FAULTS_SEEN: seen };
    const sessions = await run.session({ ...told, ...env }, folder);
    const reached = existsSync(seen) ? readFileSync(seen, "utf8").trim().split("\n") : [];
    return { sessions, sent: collector?.asked ?? 0, reached: new Set(reached).size };
  } finally {
    await collector?.stop();
  }
}

function report(
  app: ExampleService,
  { name }: Condition,
  plain: readonly (readonly Session[])[],
  { sessions, sent, reached }: Awaited<ReturnType<typeof watched>>,
): void {
  const found = compare(plain, sessions);
  const ok = found.differences.length === 0 && found.compared > 0;
  failed ||= !ok;
  results.push({ app, condition: name, ok, sentToWeir: sent, failingFunctions: reached, ...found });
  console.log(JSON.stringify(results.at(-1)));
}

if (options.save) {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const date = new Date().toISOString();
  const folder = fileURLToPath(new URL("../results/faults/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const result = { bench: "host", date, commit, node: process.versions.node, conditions: results };
  writeFileSync(join(folder, `${date.slice(0, 10)}-${commit}-host.json`), `${JSON.stringify(result, null, 2)}\n`);
}
process.exitCode = failed ? 1 : 0;
