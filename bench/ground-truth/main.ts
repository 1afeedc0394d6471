/**
 * Judges Weir on apps whose every wait has a known truth: `npm run bench:ground-truth -- [--quick] [--apps next,kit,node]
 * [--case next/shop] [--requests 1000] [--reuse] [--variants no-source,no-values] [--work <folder>] [--out <folder>]`
 *
 * `--reuse` judges the captures of the last run again and starts no fixture app; `--case` judges only cases whose id
 * begins so; `--variants` names the kinds of evidence that are left out of the longest run in turn. Ends with 1 on a critical error.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { lintPlaces, type LintPlace } from "./baselines/lint.ts";
import { buildApps } from "./drive/build-apps.ts";
import { type CapturedRun, captureRun, witnessKey } from "./drive/capture-run.ts";
import { APPS_FOLDER } from "./drive/fixture-process.ts";
import { runName, type RunPlan } from "./drive/run-plan.ts";
import { type JudgedRun, judgeRun } from "./judge/run-judge.ts";
import { labelsAt, type LabelVerdict } from "./judge/score.ts";
import { lineageResult } from "./lineage/lineage-result.ts";
import { outsideResults } from "./outside/outside-results.ts";
import { plansOf } from "./plans.ts";
import { type JudgedCapture, mixResult } from "./report/mix-result.ts";
import type { GroundTruthResult } from "./report/result.ts";
import { writeMarkdown } from "./report/write-markdown.ts";
import { type Variant, VARIANTS } from "./replay/variant.ts";
import type { Case, FixtureApp } from "./truth/case.ts";
import { loadCases } from "./truth/load-cases.ts";
import { Progress } from "./report/progress.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const APPS: readonly FixtureApp[] = ["next", "kit", "node"];
const NEEDED = new Set(["data", "guard", "order", "pace"]);

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    requests: { type: "string", default: "1000" },
    apps: { type: "string", default: APPS.join(",") },
    case: { type: "string", default: "" },
    reuse: { type: "boolean", default: false },
    variants: { type: "string", default: VARIANTS.slice(1).join(",") },
    port: { type: "string", default: "5156" },
    work: { type: "string", default: join(ROOT, "node_modules/.cache/ground-truth") },
    out: { type: "string", default: join(ROOT, "bench/results/ground-truth") },
  },
});
const scale = { quick: values.quick, requests: Number(values.requests) };
const started = performance.now();
const progress = new Progress();
const wanted = APPS.filter((app) => values.apps.split(",").includes(app));
const casesOf = new Map<FixtureApp, readonly Case[]>();
for (const app of wanted)
  casesOf.set(
    app,
    (await loadCases(app)).filter(({ id }) => id.startsWith(values.case)),
  );
const apps = wanted.filter((app) => (casesOf.get(app) ?? []).length > 0);

if (!values.reuse) await buildApps(apps, values.work, (app) => progress.say(`built ${app}`));
const captured: CapturedRun[] = [];
for (const app of apps) {
  for (const plan of plansOf(app, scale)) {
    const run = await capturedRun(plan, casesOf.get(app) ?? []);
    if (run !== undefined) captured.push(run);
  }
}
const lintOf = new Map<FixtureApp, readonly LintPlace[]>();
for (const app of apps) lintOf.set(app, await lintPlaces(join(APPS_FOLDER, app)));
const judged: JudgedCapture[] = [];
for (const run of captured) judged.push(await judgedCapture(run));
const result = await resultOf(judged);
await write(result);
progress.say(`done in ${((performance.now() - started) / 1000).toFixed(0)} s`);
process.exit(result.critical.length === 0 ? 0 : 1);

/** With `--reuse` nothing is built or started: a run without a capture is left out, and said so. */
async function capturedRun(plan: RunPlan, cases: readonly Case[]): Promise<CapturedRun | undefined> {
  const note = join(values.work, `${runName(plan)}.json`);
  if (values.reuse) {
    if (existsSync(note)) return JSON.parse(await readFile(note, "utf8")) as CapturedRun;
    progress.say(`${runName(plan)}: left out, no capture of it is there`);
    return undefined;
  }
  const all = cases.length * plan.requests + cases.filter(({ twin }) => twin !== undefined).length * plan.twins;
  const onSent = (sent: number): void => progress.step(`${runName(plan)} sent`, sent, all);
  const run = await captureRun(plan, cases, { folder: values.work, appPort: Number(values.port), onSent });
  await writeFile(note, JSON.stringify(run));
  progress.say(`${runName(plan)}: ${run.sent} requests, ${run.spans} spans in ${run.seconds.toFixed(0)} s`);
  // Failing calls make answers nobody planned for.
  for (const [what, times] of plan.failures > 0 ? [] : Object.entries(run.unexpected))
    progress.say(`  unexpected ${times} times: ${what}`);
  for (const call of run.unknown) progress.say(`  no upstream route for ${call}`);
  return run;
}

async function judgedCapture(run: CapturedRun): Promise<JudgedCapture> {
  const { plan } = run;
  const named = values.variants.split(",");
  const left = VARIANTS.filter((variant) => named.includes(variant));
  const variants: readonly Variant[] =
    plan.users === "many" && isFirstMix(plan) ? ["everything", ...left] : ["everything"];
  const judgedAs: Partial<Record<Variant, JudgedRun>> = {};
  for (const variant of variants) {
    const onRequest = (requests: number): void =>
      progress.step(`${runName(plan)} judged (${variant})`, requests, run.sent);
    const judgedRun = await judgeRun(run.file, casesOf.get(plan.app) ?? [], {
      variant,
      onRequest,
      witnessed: new Set(run.witnessed),
      lint: lintOf.get(plan.app) ?? [],
    });
    judgedAs[variant] = judgedRun;
    progress.say(`${runName(plan)} judged (${variant}): ${judgedRun.counts.requests} requests`);
    if (variant !== "everything") continue;
    for (const [route, times] of Object.entries(judgedRun.strangers))
      progress.say(`  of no case, ${times} times: ${route}`);
    for (const { one, requests } of judgedRun.cases)
      if (requests < plan.requests) progress.say(`  ${one.id}: ${requests} of ${plan.requests} requests recognised`);
  }
  return { captured: run, judged: judgedAs };
}

/** Evidence is left out in turn only where most requests are. */
function isFirstMix({ app, mix }: RunPlan): boolean {
  return plansOf(app, scale)[0]?.mix === mix;
}

async function resultOf(captures: readonly JudgedCapture[]): Promise<GroundTruthResult> {
  const groups = Map.groupBy(captures, ({ captured: { plan } }) => `${plan.mix} ${plan.users}`);
  const first = [...groups.values()][0] ?? [];
  const cases = first.flatMap(({ judged: runs }) => runs.everything?.cases ?? []);
  const labels = captures.flatMap(({ judged: runs }) =>
    (["everything", "no-source"] as const).flatMap((variant) => labelsAt(runs[variant]?.cases ?? [], "weir", Infinity)),
  );
  const bare = first.flatMap(({ judged: runs }) => labelsAt(runs["no-source"]?.cases ?? [], "weir", Infinity));
  const ofFirst = labelsAt(cases, "weir", Infinity);
  const all = [...casesOf.values()].flat();
  const seen = new Set<string>();
  return {
    schemaVersion: 1,
    at: new Date().toISOString(),
    commit: git("rev-parse", "--short", "HEAD"),
    dirty: git("status", "--porcelain") !== "",
    node: process.version,
    cpus: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    mode: values.quick ? "quick" : "full",
    cases: countBy(all.map(({ app }) => app)),
    labels: countBy(all.flatMap(({ waits }) => waits.map(({ truth }) => truth))),
    mixes: [...groups.values()].map(mixResult),
    notHappened: cases.flatMap(({ one, happened }) =>
      one.waits.filter((label) => !happened.has(label)).map((label) => `${witnessKey(one, label)} (${label.truth})`),
    ),
    missed: ofFirst.filter(isMissed),
    missedWithoutSource: bare.filter(isMissed),
    critical: labels.filter(({ caseId, pair, truth, state }) => {
      const key = `${caseId} ${pair}`;
      if (!NEEDED.has(truth) || !state.ever || seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
    lineage: await lineageResult(values.quick || values.reuse ? 100 : 1000, values.work, Number(values.port)),
    outside: await outsideResults(resolve(ROOT, "../shared/data/traces")),
  };
}

function isMissed({ truth, state }: LabelVerdict): boolean {
  return truth === "needless" && !state.flagged;
}

async function write(all: GroundTruthResult): Promise<void> {
  await mkdir(values.out, { recursive: true });
  const name = join(values.out, `${all.at.slice(0, 10)}-${all.commit}${all.mode === "quick" ? "-quick" : ""}`);
  const text = writeMarkdown(all);
  await writeFile(`${name}.json`, `${JSON.stringify(all, undefined, 1)}\n`);
  await writeFile(`${name}.md`, text);
  console.log(text);
  progress.say(`written to ${name}.md and .json`);
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const name of names) counted[name] = (counted[name] ?? 0) + 1;
  return counted;
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
}
