import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { launchChromium } from "../../test/integration/chromium.ts";
import { dashboardBatch, FILLER_ROUTES, LONG_TRACE_CALLS } from "../../test/integration/dashboard-data.ts";
import { tasksWhile } from "./main-thread.ts";
import type { Tasks } from "./main-thread.ts";
import { measureOf } from "../result/measure.ts";
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
 * Times on the wall hold what other processes did to this one; the trivial page shows how much that was.
 */
const ROUNDS = 3;
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
  for (const { page, step, rounds } of rows) {
    const worst = (pick: (tasks: Tasks) => number): string => String(Math.max(...rounds.map(pick))).padStart(7);
    process.stdout.write(
      `${page.padEnd(22)} ${step.padEnd(8)} longest task ${worst((tasks) => tasks.longest)} ms, of processor time ${worst((tasks) => tasks.longestCpu)} ms, over 50 ms: ${worst((tasks) => tasks.over50)}\n`,
    );
  }
  const measures = rows.flatMap(({ page, step, rounds }) => {
    const target = page === TRIVIAL ? undefined : { atMost: 50 };
    return [
      measureOf(
        `${page}, ${step}: longest task`,
        "ms",
        rounds.map(({ longest }) => longest),
        target,
      ),
      measureOf(
        `${page}, ${step}: its processor time`,
        "ms",
        rounds.map(({ longestCpu }) => longestCpu),
      ),
    ];
  });
  const bench = `main thread with ${FILLER_ROUTES} routes and a trace of ${LONG_TRACE_CALLS} calls`;
  const command = "node --conditions=@weir/source bench/dashboard/main-thread.bench.ts";
  process.stdout.write(`${await saveResult("dashboard", "main-thread", { bench, command, measures, raw: rows })}\n`);
} finally {
  await browser.close();
  trivial.server.close();
  await collector.stop();
  await rm(folder, { recursive: true, force: true });
}
