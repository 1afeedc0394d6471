/**
 * How the main pages look, in both themes, beside the pictures in `looks/`: one clock, one set of fonts, one browser. After
 * a wanted change: `WEIR_NEW_LOOKS=1 npm run integration -- test/integration/dashboard-looks.test.ts`, then look at them.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pixelmatch from "pixelmatch";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import type { RunningCollector } from "../../packages/collector/src/main.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { DASHBOARD } from "../../tools/start/build-steps.ts";
import { build } from "../../tools/start/build.ts";
import { ProcessSet } from "../../tools/start/process-set.ts";
import { launchChromium } from "./chromium.ts";
import { dashboardBatch, FINGERPRINT, HOSTILE_TRACE, LONG_TRACE, TRACE } from "./dashboard-data.ts";
import { ownFonts } from "./looks-fonts.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const LOOKS = join(import.meta.dirname, "looks");
/** Pictures of runs that differ, for whoever has to find out why. */
const SEEN = join(ROOT, "node_modules/.cache/weir-looks");
const NOON = Date.parse("2026-11-21T12:00:00Z");
/** Colours that differ by less are the same; smoothing of letters varies a little between processors. */
const TOLERANCE = 0.2;
/** Share of the picture that may differ. */
const MOST = 0.002;
const WINDOW = { width: 1024, height: 720 };

const PAGES: Readonly<Record<string, string>> = {
  routes: "/",
  route: "/routes/GET%20%2Fdashboard",
  findings: "/findings",
  finding: `/findings/${FINGERPRINT}`,
  trace: `/traces/${TRACE}?sel=3`,
  "long-trace": `/traces/${LONG_TRACE}?mode=split`,
  "hostile-trace": `/traces/${HOSTILE_TRACE}`,
  deploys: "/deploys",
  alerts: "/alerts",
  status: "/status",
  setup: "/setup",
  settings: "/settings",
};

let folder = "";
let collector: RunningCollector;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weir-looks-"));
  const stamps = join(ROOT, "node_modules/.cache/weir-start");
  await build(DASHBOARD, { root: ROOT, stamps, logs: folder, processes: new ProcessSet(), say: () => {} });
  const data = join(folder, "data");
  const store = new SqliteStore({ folder: join(data, "store") });
  await store.migrate();
  await store.writeBatch(dashboardBatch(NOON - 60_000));
  await store.close();
  const config = collectorConfigSchema.parse({ mode: "dev", port: 0, data, logLevel: "silent" });
  collector = await startCollector(config, () => NOON);
  browser = await launchChromium(await ownFonts(join(folder, "fonts")));
}, 120_000);

afterAll(async () => {
  await browser.close();
  await collector.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

describe("in light and in dark", () => {
  it.each(Object.entries(PAGES))("%s looks as it should", async (name, path) => {
    const page = await opened(path);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const seen = await picture(page);
      const file = `${name}-${colorScheme}.png`;
      if (process.env["WEIR_NEW_LOOKS"] === "1") {
        await mkdir(LOOKS, { recursive: true });
        await writeFile(join(LOOKS, file), seen);
      } else expect.soft(await difference(await readFile(join(LOOKS, file)), seen, file), file).toBeLessThan(MOST);
    }
    await page.context().close();
  });
});

async function opened(path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: WINDOW,
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOON);
  await page.goto(collector.url + path);
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await page.getByText("Loading …").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Live", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  return page;
}

async function picture(page: Page): Promise<Buffer> {
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
  const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
  return PNG.sync.write(PNG.sync.read(taken), { deflateLevel: 9, deflateStrategy: 0, filterType: 0, colorType: 2 });
}

/** Share of pixels that differ. Pictures of a run that differs are kept. */
async function difference(wanted: Buffer, seen: Buffer, name: string): Promise<number> {
  const [left, right] = [PNG.sync.read(wanted), PNG.sync.read(seen)];
  const { width, height } = right;
  if (left.width !== width || left.height !== height) return 1;
  const marked = new PNG({ width, height });
  const count = pixelmatch(left.data, right.data, marked.data, width, height, { threshold: TOLERANCE });
  const share = count / (width * height);
  if (share >= MOST) {
    await mkdir(SEEN, { recursive: true });
    await writeFile(join(SEEN, name), seen);
    await writeFile(join(SEEN, `difference-${name}`), PNG.sync.write(marked));
  }
  return share;
}
