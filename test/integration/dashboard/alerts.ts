import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../../packages/collector/src/config.ts";
import { startCollector } from "../../../packages/collector/src/main.ts";
import type { RunningCollector } from "../../../packages/collector/src/main.ts";
import { open, stage, tabTo, violationsOf, visit } from "./stage.ts";

/** On a collector of its own, with a rule file and a receiver that answers. */
let collector: RunningCollector;
let hook: Server;
/** Bodies that the receiver got. */
const received: string[] = [];

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

async function opened(options: Parameters<typeof visit>[0] = {}): Promise<Page> {
  const { page } = await visit(options);
  await open(page, "/alerts", collector.url);
  await page.locator("#rules").waitFor();
  return page;
}

describe("the Alerts page", () => {
  beforeAll(async () => {
    hook = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
      request.on("end", () => {
        received.push(body);
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((listening) => hook.listen(0, "127.0.0.1", listening));
    const alerts = join(stage().folder, "weir.alerts.yaml");
    await writeFile(alerts, rules((hook.address() as AddressInfo).port));
    const config = { mode: "dev", port: 0, data: "memory", logLevel: "silent", alerts, alertsAllow: ["127.0.0.1"] };
    collector = await startCollector(collectorConfigSchema.parse(config));
  });

  afterAll(async () => {
    await collector.stop();
    hook.closeAllConnections();
    await new Promise((closed) => hook.close(closed));
  });

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

  it("tries the rules on the last days without sending anything, by keyboard alone", async () => {
    const page = await opened();
    const before = received.length;
    await tabTo(page, "Dry run");
    await page.keyboard.press("Enter");
    await tabTo(page, "Run");
    await page.keyboard.press("Enter");
    await page.getByText(/0 messages for 0 changes/).waitFor();
    expect(received).toHaveLength(before);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.context().close();
  });

  it("hears by itself of what others do", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    const answer = await fetch(`${collector.url}/api/v1/alerts/silences`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        match: { route: "/elsewhere/**" },
        reason: "Said by somebody else",
        until: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    });
    expect(answer.ok).toBe(true);
    await page.getByText("Said by somebody else").waitFor();
    await page.context().close();
  });

  it("has nothing that axe would mend, in either theme", async () => {
    const page = await opened({ colorScheme: "light", reducedMotion: "reduce" });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await violationsOf(page)]).toEqual([colorScheme, []]);
    }
    await page.context().close();
  });
});
