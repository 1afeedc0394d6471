/** The Alerts page in a real Chromium, on a real collector with a rule file and a receiver that answers. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";
import type { RunningCollector } from "../../packages/collector/src/main.ts";
import { DASHBOARD } from "../../tools/start/build-steps.ts";
import { build } from "../../tools/start/build.ts";
import { ProcessSet } from "../../tools/start/process-set.ts";
import { launchChromium } from "./chromium.ts";

const ROOT = resolve(import.meta.dirname, "../..");

let folder = "";
let collector: RunningCollector;
let browser: Browser;
let hook: Server;
/** Bodies that the receiver got. */
const received: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weir-alerts-page-"));
  const stamps = join(ROOT, "node_modules/.cache/weir-start");
  await build(DASHBOARD, { root: ROOT, stamps, logs: folder, processes: new ProcessSet(), say: () => {} });
  hook = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
    request.on("end", () => {
      received.push(body);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => hook.listen(0, "127.0.0.1", listening));
  const file = join(folder, "weir.alerts.yaml");
  await writeFile(file, rules((hook.address() as AddressInfo).port));
  const config = { mode: "dev", port: 0, data: "memory", logLevel: "silent", alerts: file, alertsAllow: ["127.0.0.1"] };
  collector = await startCollector(collectorConfigSchema.parse(config));
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await collector.stop();
  hook.closeAllConnections();
  await new Promise((closed) => hook.close(closed));
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function rules(port: number): string {
  return `version: 1
rules:
  - id: new-waterfall
    when: finding.opened
    if: { newSince: deploy, savedP50: ">= 50ms" }
    severity: warning
    notify: [hook]
mute:
  - { match: { route: "/internal/**" }, reason: "nobody waits there" }
receivers:
  hook: { webhook: { url: "http://127.0.0.1:${port}/weir-hook" } }
`;
}

async function opened(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  await page.goto(`${collector.url}/alerts`);
  await page.locator("#rules").waitFor();
  return page;
}

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()",
    );
    if (focused === name) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

describe("the Alerts page", () => {
  it("says each rule as a sentence, who is told, and what the file mutes", async () => {
    const page = await opened();
    const main = (await page.locator("main").innerText()).replaceAll("\u00a0", " ");
    expect(main).toContain("When a needless wait is found, new since the last deploy");
    expect(main).toContain("saving at least 50 ms of the median request");
    expect(main).toContain("tell hook.");
    expect(main).toContain("nobody waits there");
    expect(main).not.toContain("/weir-hook");
    await page.context().close();
  });

  it("sends a test that really arrives, by keyboard alone", async () => {
    const page = await opened();
    await tabTo(page, "Send test");
    await page.keyboard.press("Enter");
    await page.getByText("Sent and accepted in").waitFor();
    expect(received.length).toBeGreaterThan(0);
    expect(received.join()).toContain("alert.test");
    await page.context().close();
  });

  it("adds a silence with its reason and ends it, by keyboard alone", async () => {
    const page = await opened();
    await tabTo(page, "Add silence");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add silence" });
    await dialog.waitFor();
    await dialog.getByLabel("Reason").focus();
    await page.keyboard.type("Migration until Friday");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Route").focus();
    await page.keyboard.type("/admin/**");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Migration until Friday").waitFor();
    await page.getByRole("button", { name: "End", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "End", exact: true }).waitFor({ state: "detached" });
    expect(await page.getByText("Migration until Friday").count()).toBe(1);
    await page.context().close();
  });

  it("tries the rules on the last days without sending anything", async () => {
    const page = await opened();
    const before = received.length;
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText(/0 messages for 0 changes/).waitFor();
    expect(received).toHaveLength(before);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.context().close();
  });

  it.each(["light", "dark"] as const)("has nothing that axe would mend: %s", async (colorScheme) => {
    const page = await opened({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
    await page.context().close();
  });
});
