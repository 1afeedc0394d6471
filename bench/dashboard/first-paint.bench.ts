import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import { launchChromium } from "../../test/integration/chromium.ts";
import { fillStore } from "../store/filled-store.ts";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";

/*
 * Milliseconds from opening `/` in an empty browser until the first routes can be read, from a collector that holds many
 * requests, over loopback:
 *
 *   WEIR_BENCH_REQUESTS=10000000 node --conditions=@weir/source bench/dashboard/first-paint.bench.ts
 *
 * A million without the variable, over 1,000 routes with findings, evidence and exemplars. `WEIR_BENCH_FOLDER` keeps what
 * was filled for the next run. The first opening comes with the collector's start, while it makes its first answer; the
 * others find one at hand, as whoever comes later does. Needs the built dashboard. Writes
 * bench/results/dashboard/first-paint-<date>-<commit>.json.
 */
const REQUESTS = Number(process.env["WEIR_BENCH_REQUESTS"] ?? 1_000_000);
const ROUNDS = 8;

interface Opening {
  /** First contentful paint. */
  readonly painted: number;
  /** The first row of the list stands in the page. */
  readonly rows: number;
  /** Of that, the collector's answer to `/api/v1/routes`. */
  readonly answer: number;
  /** Processor time that the collector took for all of it: what other processes on the machine cannot lengthen. */
  readonly cpu: number;
}

async function open(browser: Browser, url: string): Promise<Opening> {
  const before = process.cpuUsage();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  await page.addInitScript(`new MutationObserver((_all, watcher) => {
    if (document.querySelector("[role=row][aria-rowindex='2']") === null) return;
    watcher.disconnect();
    requestAnimationFrame(() => (globalThis.rowsAt = performance.now()));
  }).observe(document, { childList: true, subtree: true, attributes: true });`);
  await page.goto(url);
  await page.locator("[role=row][aria-rowindex='2']").waitFor();
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
  const seen = await page.evaluate<Omit<Opening, "cpu">>(`({
    painted: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    rows: globalThis.rowsAt,
    answer: performance.getEntriesByType("resource").find(({ name }) => name.includes("/api/v1/routes")).duration,
  })`);
  await context.close();
  const { user, system } = process.cpuUsage(before);
  return { ...seen, cpu: (user + system) / 1000 };
}

const kept = process.env["WEIR_BENCH_FOLDER"];
const folder = kept ?? (await mkdtemp(join(tmpdir(), "weir-first-paint-")));
await mkdir(folder, { recursive: true });
const data = join(folder, "1-of-1");
const { to } = await fillStore({ folder: data, requests: REQUESTS });
const start = Date.now();
const config = { mode: "start", port: 0, data, logLevel: "silent" };
// The collector's clock goes on from the moment the store was filled, however long ago that was.
const collector = await startCollector(collectorConfigSchema.parse(config), () => to + (Date.now() - start));
const browser = await launchChromium();
try {
  const openings: Opening[] = [];
  for (let round = 0; round < ROUNDS; round += 1) openings.push(await open(browser, `${collector.url}/`));
  for (const { painted, rows, answer, cpu } of openings) {
    process.stdout.write(
      `first paint ${Math.round(painted)} ms, routes readable ${Math.round(rows)} ms (answer ${Math.round(answer)} ms, ${Math.round(cpu)} ms of the collector's processor time)\n`,
    );
  }
  const [first, ...later] = openings;
  if (first === undefined) throw new Error("nothing was opened");
  const measures = [
    measureOf(
      "first contentful paint",
      "ms",
      openings.map(({ painted }) => painted),
    ),
    measureOf(
      "worst routes readable",
      "ms",
      later.map(({ rows }) => rows),
      { atMost: 1000 },
    ),
    measureOf("worst routes readable, with the collector's start", "ms", [first.rows], { atMost: 1000 }),
    measureOf(
      "processor time of the collector for it",
      "ms",
      openings.map(({ cpu }) => cpu),
    ),
  ];
  const bench = `first look with ${REQUESTS} stored requests`;
  const command = `WEIR_BENCH_REQUESTS=${REQUESTS} node --conditions=@weir/source bench/dashboard/first-paint.bench.ts`;
  process.stdout.write(
    `${await saveResult("dashboard", "first-paint", { bench, command, measures, raw: openings })}\n`,
  );
} finally {
  await browser.close();
  await collector.stop();
  if (kept === undefined) await rm(folder, { recursive: true, force: true });
}
