/**
 * The pages in a real Chromium, served by a real collector that holds ten thousand routes, a proven finding, a trace of
 * 2,000 calls and names that try to break out.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import type { RunningCollector } from "../../packages/collector/src/main.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { DASHBOARD } from "../../tools/start/build-steps.ts";
import { build } from "../../tools/start/build.ts";
import { ProcessSet } from "../../tools/start/process-set.ts";
import { launchChromium } from "./chromium.ts";
import {
  dashboardBatch,
  FILLER_ROUTES,
  FINGERPRINT,
  HOSTILE,
  HOSTILE_TRACE,
  LONG_CALL,
  LONG_TRACE,
  LONG_TRACE_CALLS,
  TRACE,
} from "./dashboard-data.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGES = [
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

let folder = "";
let collector: RunningCollector;
let empty: RunningCollector;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weir-dashboard-"));
  const processes = new ProcessSet();
  const stamps = join(ROOT, "node_modules/.cache/weir-start");
  await build(DASHBOARD, { root: ROOT, stamps, logs: folder, processes, say: () => {} });
  await seed(join(folder, "full/store"));
  collector = await start(join(folder, "full"));
  empty = await start("memory");
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await Promise.all([collector.stop(), empty.stop()]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function seed(store: string): Promise<void> {
  const sqlite = new SqliteStore({ folder: store });
  await sqlite.migrate();
  await sqlite.writeBatch(dashboardBatch(Date.now() - 60_000));
  await sqlite.close();
}

async function start(data: string): Promise<RunningCollector> {
  return startCollector(collectorConfigSchema.parse({ mode: "dev", port: 0, data, logLevel: "silent" }));
}

interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts, refusals of the content security policy, and every address asked for elsewhere. */
  readonly trouble: string[];
}

async function visit(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const trouble: string[] = [];
  const page = await context.newPage();
  watch(page, trouble);
  return { context, page, trouble };
}

function watch(page: Page, trouble: string[]): void {
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") trouble.push(message.text());
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "blob:") trouble.push(`asked ${request.url()}`);
  });
}

/** Opens a page and waits until it shows what it asked for. */
async function open(page: Page, path: string, base = collector.url): Promise<void> {
  await page.goto(base + path);
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await page.getByText(/Loading …|불러오는 중 …/).waitFor({ state: "detached" });
}

describe("a first look", () => {
  it("leads from the worst route to the line and the reason in three keystrokes", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    expect(await page.getByRole("row").nth(1).innerText()).toContain("/dashboard");
    for (const key of ["j", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    await page.getByText("2 calls wait for").first().waitFor();
    for (const key of ["j", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("treegrid").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(
      "2 calls wait for GET /user without needing it",
    );
    const main = await page.locator("main").innerText();
    expect(main).toContain("app/dashboard/page.tsx:14");
    expect(main).toContain("up to 171–18");
    expect(main).toContain("the earlier answer reaches no argument of the later call");
    expect(main).toContain("const offers = await getOffers(); // <script>alert(1)</script>");
    expect(main).toContain("Would change our mind");
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("reads every call as one sentence", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    const row = page.getByRole("treegrid").getByRole("row", { name: /^Call 2,/ });
    expect((await row.getAttribute("aria-label"))?.replaceAll("\u00a0", " ")).toBe(
      "Call 2, GET api.internal/offers, getOffers in page.tsx line 15, 184 → 290 ms, waits on call 1, does not need it, could start at 12 ms",
    );
    expect(await row.getAttribute("aria-selected")).toBe("true");
    await context.close();
  });

  it("walks the timeline by keyboard, and the address follows", async () => {
    const { context, page } = await visit();
    await open(page, `/traces/${TRACE}`);
    await page.getByRole("row", { name: /^Call 2,/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/sel=3/);
    expect(await page.evaluate(`document.activeElement.getAttribute("aria-label")`)).toMatch(/^Call 3,/);
    await page.keyboard.press("3");
    await page.waitForURL(/mode=moved/);
    expect(await page.getByRole("row", { name: /^Call \d/ }).count()).toBe(3);
    await page.keyboard.press("+");
    await page.waitForURL(/z=/);
    await page.reload();
    await page.getByRole("row", { name: /^Call 3,/ }).waitFor();
    expect(await page.getByRole("button", { name: "Only moved" }).getAttribute("aria-pressed")).toBe("true");
    await context.close();
  });
});

describe("deciding about a finding", () => {
  it("is done by keyboard alone, reaches every open tab over one stream, and is undone", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
    const streams: string[] = [];
    context.on("request", (request) => {
      if (request.url().endsWith("/api/v1/events")) streams.push(request.url());
    });
    const tabs = await Promise.all(Array.from({ length: 7 }, () => context.newPage()));
    await Promise.all(tabs.map((tab) => open(tab, "/findings")));
    await Promise.all(tabs.map((tab) => tab.getByRole("button", { name: "Live", exact: true }).waitFor()));
    expect(streams).toHaveLength(1);

    const [page] = tabs as [Page];
    await page.bringToFront();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByRole("dialog").getByRole("textbox").waitFor();
    expect(await page.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
    await page.keyboard.type("The layout needs it");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await Promise.all(tabs.map((tab) => tab.getByRole("link", { name: "Accepted 1" }).waitFor()));

    await page.getByRole("button", { name: "Undo" }).click();
    await Promise.all(tabs.map((tab) => tab.getByRole("link", { name: /^(New|Open) 1/ }).waitFor()));
    await context.close();
  });
});

describe("links in messages", () => {
  it("lead to the patch", async () => {
    // So low a window that the patch is below it.
    const { context, page, trouble } = await visit({ viewport: { width: 1280, height: 400 } });
    await open(page, `/findings/${FINGERPRINT}#patch`);
    const patch = page.locator("#patch");
    await page.locator("#patch:focus").waitFor();
    expect(await patch.innerText()).toContain("const userPromise = getUser();");
    const box = await patch.locator("h2").boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(400);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("open the question whether to snooze, once, and decide nothing", async () => {
    const { context, page } = await visit();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET") sent.push(`${request.method()} ${request.url()}`);
    });
    await open(page, `/findings/${FINGERPRINT}?do=snooze`);
    await page.getByRole("dialog", { name: "Snooze" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
    expect(sent).toEqual([]);
    await context.close();
  });
});

describe("a collector that has seen nothing", () => {
  it("shows how to connect an app, and notices the agent's first word by itself", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/", empty.url);
    await page.getByRole("heading", { name: "Connect your app" }).waitFor();
    await page.getByText("Waiting for an app").waitFor();
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    const hello = {
      service: "web-shop",
      env: "development",
      instance: "1",
      pid: 4711,
      node: "24.21.0",
      agent: "0.1.0",
      framework: "next",
      evidence: { values: false, callSites: true, lineage: true, source: true },
    };
    const answer = await fetch(`${empty.url}/api/v1/hello`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(hello),
    });
    expect(answer.ok).toBe(true);
    await page.getByText("The agent is here, waiting for the first request").waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });
});

describe("a report", () => {
  it("is one file that shows the finding without any collector, and asks for nothing", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    await page.getByRole("button", { name: "Copy as …" }).click();
    await page.getByRole("menuitem", { name: "HTML report" }).click();
    const told = page.getByRole("dialog", { name: "Before you share it" });
    expect((await told.innerText()).replaceAll(/\s+/g, " ")).toMatch(
      /1 host api\.internal 0 query names 1 file name app\/dashboard\/page\.tsx \d+ lines of source/,
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      told.getByRole("button", { name: "Save" }).click(),
    ]);
    const file = join(folder, "report.html");
    await download.saveAs(file);
    await context.close();

    const offline = await visit({ offline: true });
    const asked: string[] = [];
    offline.page.on("request", (request) => asked.push(request.url()));
    await offline.page.goto(pathToFileURL(file).href);
    await offline.page.getByRole("treegrid").waitFor();
    await offline.page.getByRole("row", { name: /^Call 3,/ }).click();
    await offline.page.getByRole("heading", { name: /Why call 3 waits/ }).waitFor();
    await offline.page.getByRole("link", { name: "GET /dashboard" }).first().click();
    await offline.page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    await offline.page.getByText("Every pair of calls in a row").waitFor();
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(offline.trouble.filter((line) => !line.startsWith("asked file:"))).toEqual([]);
    await offline.context.close();
  });
});

describe("names from outside", () => {
  it("are text: nothing runs, nothing hides, the layout holds, and the whole name can be reached", async () => {
    for (const width of [1280, 360]) {
      const { context, page, trouble } = await visit({ viewport: { width, height: 900 } });
      await open(page, `/traces/${HOSTILE_TRACE}?sel=1`);
      expect(await page.title()).toMatch(/^GET /);
      expect(await page.locator("main img").count()).toBe(0);
      const main = await page.locator("main").innerText();
      expect(main).toContain("<img src=x onerror=");
      expect(main).toContain("⟨U+202E⟩gnp.exe");
      expect(main).not.toContain("\u202e");
      expect(await sidewaysBy(page)).toBeLessThanOrEqual(0);
      const whole = await page.getByRole("region", { name: "The whole name" }).innerText();
      expect(whole.length).toBeGreaterThanOrEqual(LONG_CALL.length);
      await open(page, `/?q=${encodeURIComponent(HOSTILE.slice(0, 8))}`);
      await page.getByText("onerror=").waitFor();
      expect(await sidewaysBy(page)).toBeLessThanOrEqual(0);
      expect(trouble).toEqual([]);
      await context.close();
    }
  });
});

describe("long lists", () => {
  it(`shows ${FILLER_ROUTES} routes with a handful of elements, to the last row`, async () => {
    const { context, page } = await visit();
    await open(page, "/");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    await page.getByRole("row").nth(1).focus();
    await page.keyboard.press("End");
    await page.locator('[aria-rowindex="201"]:focus').waitFor();
    await page.getByText(/400 of 10,00\d routes loaded/).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    await page.getByRole("searchbox", { name: "Filter routes" }).fill("page-09999");
    await page.getByRole("row", { name: /page-09999/ }).waitFor();
    expect(await page.getByRole("row").count()).toBe(2);
    await page.waitForURL(/q=page-09999/);
    await context.close();
  });

  it(`shows a request of ${LONG_TRACE_CALLS} calls with a handful of elements, to the last row`, async () => {
    const { context, page } = await visit();
    await open(page, `/traces/${LONG_TRACE}`);
    await page.getByRole("treegrid").waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(120);
    await page.getByRole("row", { name: /^Call 1,/ }).focus();
    await page.keyboard.press("End");
    await page.waitForURL(new RegExp(`sel=${LONG_TRACE_CALLS}`));
    await page.getByRole("row", { name: new RegExp(`^Call ${LONG_TRACE_CALLS},`) }).waitFor();
    await page.getByRole("searchbox").fill("item-7/");
    await page.waitForURL(/q=item-7/);
    await page.getByRole("row", { name: /^Call 8,/ }).waitFor();
    await context.close();
  });
});

describe("behind a proxy's prefix", () => {
  let proxy: Server;
  let base = "";

  beforeAll(async () => {
    proxy = prefixProxy("/tools/weir", collector.port);
    await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
    base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/tools/weir`;
  });

  afterAll(async () => {
    proxy.closeAllConnections();
    await new Promise((closed) => proxy.close(closed));
  });

  it("opens deep links and keeps the prefix while going about", async () => {
    const { context, page, trouble } = await visit();
    await open(page, `/findings/${FINGERPRINT}`, base);
    await page.getByRole("treegrid").waitFor();
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "GET /dashboard" }).click();
    await page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/tools/weir/routes/GET%20%2Fdashboard");
    await page.goBack();
    await page.getByRole("treegrid").waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });
});

describe("for everybody", () => {
  const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
    (["en", "ko"] as const).map((language) => [colorScheme, language] as const),
  );

  it.each(looks)("axe finds nothing to mend on any page: %s, %s", async (colorScheme, language) => {
    const { context, page } = await visit({ colorScheme, reducedMotion: "reduce" });
    for (const path of PAGES) {
      await open(page, withLanguage(path, language));
      expect(await page.evaluate("document.documentElement.lang")).toBe(language);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
    }
    await context.close();
  });

  it.each(["en", "ko"])("nothing is cut off or scrolls sideways at 360 px: %s", async (language) => {
    const { context, page } = await visit({ viewport: { width: 360, height: 740 } });
    for (const path of PAGES) {
      await open(page, withLanguage(path, language));
      expect.soft(await sidewaysBy(page), path).toBeLessThanOrEqual(0);
    }
    await context.close();
  });

  it("text of twice the size pushes nothing out of the window", async () => {
    const { context, page } = await visit({ viewport: { width: 1280, height: 900 } });
    for (const path of PAGES) {
      await open(page, path);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
      expect.soft(await sidewaysBy(page), path).toBeLessThanOrEqual(0);
    }
    await context.close();
  });

  it("with the system's own colours, bars keep an edge and the chosen row is told by more than colour", async () => {
    const { context, page } = await visit({ forcedColors: "active" });
    await open(page, `/findings/${FINGERPRINT}`);
    await page.getByRole("treegrid").waitFor();
    const edges = await page.evaluate(
      "[...document.querySelectorAll('[role=gridcell] :is(.waiting, .body, .possible)')].map((bar) => getComputedStyle(bar).borderTopWidth)",
    );
    expect(edges).not.toHaveLength(0);
    expect((edges as string[]).filter((width) => Number.parseFloat(width) === 0)).toEqual([]);
    expect(await page.locator("[role=row][aria-selected=true]").count()).toBe(1);
    await context.close();
  });

  it("nothing moves for those who asked for less of it", async () => {
    const { context, page } = await visit({ reducedMotion: "reduce" });
    for (const path of ["/", `/findings/${FINGERPRINT}`]) {
      await open(page, path);
      const moving = await page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).animationName !== 'none' || parseFloat(getComputedStyle(one).transitionDuration) > 0.01).length",
      );
      expect(moving).toBe(0);
    }
    await context.close();
  });

  it("on paper there is the finding with its timeline, reasons and patch, and no buttons", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("treegrid").isVisible()).toBe(true);
    expect(await page.getByText("Would change our mind").isVisible()).toBe(true);
    expect(await page.getByRole("region", { name: "Suggested change as a diff" }).isVisible()).toBe(true);
    expect(await page.locator("button:visible").count()).toBe(0);
    await context.close();
  });

  it("single-letter keys can be switched off, and the choice is kept", async () => {
    const { context, page } = await visit();
    await open(page, "/settings");
    await page.getByRole("group", { name: "Single-letter keys" }).getByLabel("Off").check();
    await page.reload();
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    await page.keyboard.press("?");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Go to or do" }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(1);
    await page.getByRole("combobox", { name: "Go to or do" }).fill("findings");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/findings$/);
    await context.close();
  });
});

/** Pixels by which the page is wider than the window. */
async function sidewaysBy(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

function withLanguage(path: string, language: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}lang=${language}`;
}

/** A proxy that serves the collector below a prefix, as `location /tools/weir/ { proxy_pass …/; }` does. */
function prefixProxy(prefix: string, port: number): Server {
  return createServer((incoming, outgoing) => {
    const url = incoming.url ?? "/";
    if (!url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { method, headers } = incoming;
    const forward = httpRequest(
      { host: "127.0.0.1", port, path: url.slice(prefix.length), method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forward.on("error", () => outgoing.destroy());
    incoming.pipe(forward);
  });
}
