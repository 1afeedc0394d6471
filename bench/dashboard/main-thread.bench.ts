import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { launchChromium } from "../../test/integration/chromium.ts";
import { dashboardBatch, FILLER_ROUTES, LONG_TRACE_CALLS } from "../../test/integration/dashboard-data.ts";
import { PARTS, tasksWhile } from "./main-thread.ts";
import type { Tasks } from "./main-thread.ts";
import { measureOf } from "../result/measure.ts";
import type { Measure } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { subjects, trivialPage } from "./steps.ts";
import type { Subject } from "./steps.ts";

/*
 * Longest tasks of the pages' main thread while a reader opens, scrolls, jumps and filters, beside a trivial page in the
 * same browser and the same run:
 *
 *   node --conditions=@weir/source bench/dashboard/main-thread.bench.ts
 *
 * Needs the built dashboard (`pnpm --filter @weir/dashboard build`). Writes bench/results/dashboard/main-thread-<date>-<commit>.json.
 *
 * Two figures per step. The longest task on the wall holds what other processes did to this one: the trivial page, which
 * does next to nothing, shows how much that was. The processor time of the heaviest task is what the page itself asks for,
 * with what it was spent on: script, style and layout, paint, memory (collecting garbage).
 */
const ROUNDS = Number(process.env["WEIR_BENCH_ROUNDS"] ?? 5);
/** Shows what the machine itself does to a page. */
const TRIVIAL = "trivial page";

interface Row {
  readonly page: string;
  readonly step: string;
  readonly rounds: readonly Tasks[];
}

async function measure(browser: Browser, subject: Subject): Promise<readonly Row[]> {
  const rounds = subject.steps.map((step) => ({ page: subject.name, step: step.name, rounds: [] as Tasks[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
    const page = await context.newPage();
    for (const [index, step] of subject.steps.entries()) {
      rounds[index]?.rounds.push(await tasksWhile(browser, page, () => step.act(page)));
    }
    await context.close();
  }
  return rounds;
}

const folder = await mkdtemp(join(tmpdir(), "weir-dashboard-bench-"));
const store = new SqliteStore({ folder: join(folder, "store") });
await store.migrate();
await store.writeBatch(dashboardBatch(Date.now() - 60_000));
await store.close();
const collector = await startCollector(
  collectorConfigSchema.parse({ mode: "dev", port: 0, data: folder, logLevel: "silent" }),
);
const trivial = await trivialPage();
const browser = await launchChromium();
try {
  const rows: Row[] = [];
  for (const subject of subjects(trivial.url, collector.url)) rows.push(...(await measure(browser, subject)));
  for (const row of rows) process.stdout.write(`${lineOf(row)}\n`);
  const measures = rows.flatMap(measuresOf);
  const bench = `main thread with ${FILLER_ROUTES} routes and a trace of ${LONG_TRACE_CALLS} calls`;
  const command = "node --conditions=@weir/source bench/dashboard/main-thread.bench.ts";
  process.stdout.write(`${await saveResult("dashboard", "main-thread", { bench, command, measures, raw: rows })}\n`);
} finally {
  await browser.close();
  trivial.server.close();
  await collector.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Smallest, middle and largest of the rounds, as the result file has them. */
function measuresOf({ page, step, rounds }: Row): readonly Measure[] {
  const target = page === TRIVIAL ? undefined : { atMost: 50 };
  const name = `${page}, ${step}`;
  const of = (pick: (tasks: Tasks) => number): readonly number[] => rounds.map(pick);
  return [
    measureOf(
      `${name}: longest task on the wall`,
      "ms",
      of(({ longest }) => longest),
      target,
    ),
    measureOf(
      `${name}: heaviest task, processor time`,
      "ms",
      of(({ longestCpu }) => longestCpu),
      target,
    ),
    ...PARTS.map((part) =>
      measureOf(
        `${name}: of it ${part}`,
        "ms",
        of(({ parts }) => parts[part]),
      ),
    ),
  ];
}

function lineOf({ page, step, rounds }: Row): string {
  const spread = (pick: (tasks: Tasks) => number): string => {
    const { low, median, high } = measureOf("", "ms", rounds.map(pick));
    return `${median.toFixed(0)} (${low.toFixed(0)}-${high.toFixed(0)})`.padEnd(14);
  };
  const parts = PARTS.map((part) => `${part} ${spread(({ parts: all }) => all[part])}`);
  return [
    `${page}, ${step}`.padEnd(28),
    `wall ${spread(({ longest }) => longest)}`,
    `processor ${spread(({ longestCpu }) => longestCpu)}`,
    ...parts,
  ].join(" ");
}
