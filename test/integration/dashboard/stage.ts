/**
 * What the tests of the pages share: one browser, one collector with ten thousand routes, a proven finding, a trace of
 * 2,000 calls and names that try to break out, and one collector that has seen nothing.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { collectorConfigSchema } from "../../../packages/collector/src/config.ts";
import { startCollector } from "../../../packages/collector/src/main.ts";
import type { RunningCollector } from "../../../packages/collector/src/main.ts";
import type { Batch } from "../../../packages/collector/src/store/port.ts";
import { SqliteStore } from "../../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { DASHBOARD } from "../../../tools/start/build-steps.ts";
import { build } from "../../../tools/start/build.ts";
import { ProcessSet } from "../../../tools/start/process-set.ts";
import { launchChromium } from "../chromium.ts";
import { dashboardBatch, FINGERPRINT, HOSTILE_TRACE, TRACE } from "../dashboard-data.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

export const PAGES: readonly string[] = [
  "/",
  "/routes/GET%20%2Fdashboard",
  "/findings",
  `/findings/${FINGERPRINT}`,
  `/traces/${TRACE}`,
  `/traces/${HOSTILE_TRACE}?sel=1`,
  "/deploys",
  "/alerts",
  "/status",
  "/setup",
  "/settings",
  "/no/such/page",
];

interface Stage {
  readonly folder: string;
  readonly collector: RunningCollector;
  readonly empty: RunningCollector;
  readonly browser: Browser;
}

let started: Stage | undefined;

/** Once everything has started. */
export function stage(): Stage {
  if (started === undefined) throw new Error("nothing has been started");
  return started;
}

export async function startStage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weir-dashboard-"));
  const stamps = join(ROOT, "node_modules/.cache/weir-start");
  await build(DASHBOARD, { root: ROOT, stamps, logs: folder, processes: new ProcessSet(), say: () => {} });
  await storeIn(join(folder, "full"), dashboardBatch(Date.now() - 60_000));
  const [collector, empty, browser] = await Promise.all([
    collectorOn(join(folder, "full")),
    collectorOn("memory"),
    launchChromium(),
  ]);
  started = { folder, collector, empty, browser };
}

export async function stopStage(): Promise<void> {
  const { folder, collector, empty, browser } = stage();
  await browser.close();
  await Promise.all([collector.stop(), empty.stop()]);
  await rm(folder, { recursive: true, force: true });
}

/** Fills the data folder of a collector that is started later. */
export async function storeIn(data: string, batch: Batch): Promise<void> {
  const store = new SqliteStore({ folder: join(data, "store") });
  await store.migrate();
  await store.writeBatch(batch);
  await store.close();
}

export async function collectorOn(
  data: string,
  settings: { readonly sourceRoots?: readonly string[] } = {},
): Promise<RunningCollector> {
  return startCollector(collectorConfigSchema.parse({ mode: "dev", port: 0, data, logLevel: "silent", ...settings }));
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts, refusals of the content security policy, and every address asked for elsewhere. */
  readonly trouble: string[];
}

export async function visit(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Visit> {
  const context = await stage().browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    ...options,
  });
  const trouble: string[] = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") trouble.push(message.text());
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "blob:") trouble.push(`asked ${request.url()}`);
  });
  return { context, page, trouble };
}

/** Opens a page and waits until it shows what it asked for. */
export async function open(page: Page, path: string, base: string = stage().collector.url): Promise<void> {
  await page.goto(base + path);
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await page.getByText(/Loading …|불러오는 중 …/).waitFor({ state: "detached" });
}

/** Presses Tab until something of this name has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < MOST_TABS; step += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(
      "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent).trim()",
    );
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

const MOST_TABS = 80;

/** Sets what people decided about a finding, as another person elsewhere would. */
export async function decide(fingerprint: string, status: string): Promise<void> {
  const answer = await fetch(`${stage().collector.url}/api/v1/findings/${fingerprint}/status`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ status, reason: "another person" }),
  });
  if (!answer.ok) throw new Error(`${status} was answered by ${answer.status}`);
}

/** Pixels by which the page, or the first of some element, is wider than there is room for. */
export async function sidewaysBy(page: Page, of = "html"): Promise<number> {
  return page.evaluate(
    `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("${of}"))`,
  );
}

/** Two frames later: what was changed has been laid out. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))");
}

/** Everything of WCAG 2.2 A and AA that axe knows. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe would mend on a page. */
export async function violationsOf(page: Page): Promise<readonly unknown[]> {
  // There are no frames: one script in the page does, without a page of axe's own.
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(RULES)
    .options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary]);
}
