/**
 * Every patch Weir offers for the fixture apps, applied, built and run beside the untouched app, with calls failing one by
 * one and in twos: `npm run bench:patches -- [--apps next,kit,node] [--case node/x] [--list] [--port 5160] [--work <folder>]
 * [--out <folder>]`
 *
 * Reads the captures that `bench:ground-truth` left in the working folder, and makes those that are not there. Ends with 1
 * where a patch does not apply, does not build, or changes what an app does.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildApps } from "../drive/build-apps.ts";
import { captureRun } from "../drive/capture-run.ts";
import { runName } from "../drive/run-plan.ts";
import { plansOf } from "../plans.ts";
import { Progress } from "../report/progress.ts";
import type { FixtureApp } from "../truth/case.ts";
import { loadCases } from "../truth/load-cases.ts";
import { judgePatches } from "./judge-patches.ts";
import { type OfferedPatch, offeredPatches } from "./offered-patches.ts";
import { removeCopies } from "./patched-copy.ts";
import type { AppPatches, JudgedFinding, PatchesResult } from "./patches-result.ts";
import { writePatches } from "./write-patches.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const ALL = "next,kit,node";
const { values } = parseArgs({
  options: {
    apps: { type: "string", default: ALL },
    case: { type: "string", default: "" },
    port: { type: "string", default: "5160" },
    list: { type: "boolean", default: false },
    work: { type: "string", default: join(ROOT, "node_modules/.cache/ground-truth") },
    out: { type: "string", default: join(ROOT, "bench/results/ground-truth") },
  },
});
const started = performance.now();
const progress = new Progress();
const logs = join(values.work, "patches");
await mkdir(logs, { recursive: true });

const apps: AppPatches[] = [];
try {
  // All patches are written before any is tried: what is tried is of one state of the source.
  const offers = new Map<FixtureApp, readonly OfferedPatch[]>();
  for (const app of values.apps.split(",") as FixtureApp[]) offers.set(app, await offeredPatches(await captureOf(app)));
  for (const [app, offered] of offers) apps.push(await judged(app, offered));
} finally {
  removeCopies();
}
const result: PatchesResult = {
  schemaVersion: 1,
  at: new Date().toISOString(),
  commit: git("rev-parse", "--short", "HEAD"),
  dirty: git("status", "--porcelain") !== "",
  node: process.version,
  cpus: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
  load: loadavg()[0] ?? 0,
  seconds: Math.round((performance.now() - started) / 1000),
  apps,
};
const text = writePatches(result);
console.log(text);
if (!values.list) {
  await mkdir(values.out, { recursive: true });
  const only = values.apps === ALL ? "" : `-${values.apps.replaceAll(",", "-")}`;
  const name = join(values.out, `${result.at.slice(0, 10)}-${result.commit}-patches${only}`);
  await writeFile(`${name}.json`, `${JSON.stringify(result, undefined, 1)}\n`);
  await writeFile(`${name}.md`, text);
  progress.say(`written to ${name}.md and .json`);
}
const wrong = apps.flatMap(({ findings }) => findings).filter(({ outcome = "equal" }) => outcome !== "equal");
process.exit(wrong.length === 0 ? 0 : 1);

async function judged(app: FixtureApp, all: readonly OfferedPatch[]): Promise<AppPatches> {
  const cases = (await loadCases(app)).filter(({ id }) => id.startsWith(values.case));
  const routes = new Set(cases.map(({ route }) => route));
  const offered = all.filter((one) => one.tier === "proven" && one.routes.some((route) => routes.has(route)));
  const routesOf = new Map<string, readonly string[]>();
  for (const { advice, routes: own } of offered)
    if (advice.patch !== undefined)
      routesOf.set(advice.patch, [...new Set([...(routesOf.get(advice.patch) ?? []), ...own])]);
  progress.say(`${app}: ${offered.length} proven findings, ${routesOf.size} different patches`);
  if (values.list) return { app, findings: offered.map((one) => findingOf(one)), cases: [], gains: [] };
  await buildApps([app], logs, () => progress.say(`${app}: built as it is`));
  const {
    outcomes,
    cases: compared,
    gains,
  } = await judgePatches(routesOf, {
    app,
    cases,
    port: Number(values.port),
    logs,
    say: (line) => progress.say(line),
  });
  const findings = offered.map((one) => ({ ...findingOf(one), ...outcomes.get(one.advice.patch ?? "") }));
  return { app, findings, cases: compared, gains };
}

function findingOf({ fingerprint, kind, place, routes, advice }: OfferedPatch): JudgedFinding {
  const { patch, withheld } = advice;
  return {
    fingerprint,
    kind,
    place,
    routes,
    ...(withheld === undefined ? {} : { withheld }),
    ...(patch === undefined ? {} : { patch }),
  };
}

/** The short run of the bench: its latencies are as steady as its findings. */
async function captureOf(app: FixtureApp): Promise<string> {
  const [plan] = plansOf(app, { quick: true, requests: 0 });
  if (plan === undefined) throw new Error(`no run of ${app} is planned`);
  const file = join(values.work, `${runName(plan)}.jsonl.gz`);
  if (existsSync(file)) return file;
  progress.say(`${app}: capturing`);
  await buildApps([app], logs, () => progress.say(`${app}: built`));
  await captureRun({ ...plan, twins: 0 }, await loadCases(app), { folder: values.work, appPort: Number(values.port) });
  return file;
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
}
