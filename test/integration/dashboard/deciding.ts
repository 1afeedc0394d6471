import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import type { OverrideFixture } from "../../../packages/dashboard/src/evidence/override-fixture.ts";
import { FINGERPRINT } from "../dashboard-data.ts";
import { collectorOn, decide, open, stage, storeIn, tabTo, visit } from "./stage.ts";
import { twoVersions } from "./two-versions.ts";

describe("deciding about a finding", () => {
  it("is done by keyboard alone, reaches every open tab over one stream, and is undone", async () => {
    const context = await stage().browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
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

  it("is told by a small notice when it is the first finding of a list that had none", async () => {
    await decide(FINGERPRINT, "accepted");
    const { context, page } = await visit();
    await open(page, "/");
    await page.getByText("0 routes with findings").waitFor();
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    await decide(FINGERPRINT, "open");
    const notice = page.getByRole("status").filter({ hasText: "The first finding is here" });
    await notice.getByRole("button", { name: "Show" }).click();
    await page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/routes/GET%20%2Fdashboard");
    await context.close();
  });

  it("can say of one pair that it is needed after all, with the reason and the pair kept", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    await tabTo(page, "It does need it …");
    await page.keyboard.press("Enter");
    const reason = page.getByRole("dialog", { name: "Not a waterfall" }).getByRole("textbox");
    await reason.waitFor();
    expect(await reason.inputValue()).toBe("Call 2 needs call 1: ");
    await reason.press("End");
    await page.keyboard.type("the session is warmed up there");
    await tabTo(page, "Not a waterfall");
    await page.keyboard.press("Enter");
    await page.getByText("Call 2 needs call 1: the session is warmed up there").waitFor();
    await page.getByRole("button", { name: "Reopen" }).waitFor();
    await decide(FINGERPRINT, "open");
    await page.getByRole("button", { name: "Decide …" }).waitFor();
    await context.close();
  });
});

describe("what people say about calls", () => {
  it("outweighs evidence until it is withdrawn: a search by POST only reads", async () => {
    const { context, page } = await visit();
    await open(page, "/routes/GET%20%2Fdashboard");
    const pair = page
      .locator("li")
      .filter({ hasText: "POST api.internal/search" })
      .filter({ has: page.locator("details") });
    await pair.getByText("Ordered").first().waitFor();
    await pair.locator("summary").click();
    await pair.getByRole("button", { name: /^It only reads/ }).click();
    const dialog = page.getByRole("dialog", { name: "It only reads" });
    await dialog.getByRole("textbox").fill("The search takes its terms in the body");
    await dialog.getByRole("button", { name: "Say so" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("The search takes its terms in the body").waitFor();
    await pair.getByText("Ordered").first().waitFor({ state: "detached" });
    expect(await pair.locator("summary").innerText()).not.toContain("Independent");

    await page.getByRole("button", { name: "Save as test case" }).click();
    const told = page.getByRole("dialog", { name: "Before you share it" });
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      told.getByRole("button", { name: "Save" }).click(),
    ]);
    const path = join(stage().folder, "fixture.json");
    await file.saveAs(path);
    const fixture = JSON.parse(await readFile(path, "utf8")) as OverrideFixture;
    expect(fixture).toMatchObject({
      weirFixture: "override",
      says: "reads",
      reason: "The search takes its terms in the body",
    });
    expect(fixture.pairs.map(({ to }) => to.call)).toEqual(["POST api.internal/search"]);
    expect(fixture.traces.map(({ calls }) => calls.length)).toEqual([4]);

    await page.getByRole("button", { name: "Withdraw" }).click();
    await pair.getByText("Ordered").first().waitFor();
    expect(await page.getByText("The search takes its terms in the body").count()).toBe(0);
    await context.close();
  });
});

describe("the reader's editor", () => {
  it("is chosen by keyboard, opens the line from then on, and a place outside the folder gets no link", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    expect(await page.getByRole("link", { name: "Open in editor" }).count()).toBe(0);
    await page.keyboard.press("o");
    await page.getByText("Choose an editor in Settings first").waitFor();
    await open(page, "/settings");
    await tabTo(page, /^Editor/);
    await page.keyboard.type("VS Code");
    await tabTo(page, /^Folder of the project/);
    await page.keyboard.type("/home/kim/shop");
    await page.keyboard.press("Tab");
    await open(page, `/findings/${FINGERPRINT}`);
    expect(await page.getByRole("link", { name: "Open in editor" }).first().getAttribute("href")).toBe(
      "vscode://file/home/kim/shop/app/dashboard/page.tsx:14:18",
    );
    await context.close();
  });

  it("is started by the collector on the developer's own machine, by button and by key", async () => {
    const project = join(stage().folder, "project");
    const told = join(stage().folder, "editor-told");
    const editor = join(stage().folder, "editor.sh");
    await mkdir(join(project, "app"), { recursive: true });
    await writeFile(join(project, "app/layout.tsx"), "");
    await writeFile(editor, `#!/bin/sh\necho "$@" >> ${told}\n`, { mode: 0o755 });
    vi.stubEnv("LAUNCH_EDITOR", editor);
    const data = join(stage().folder, "editor-data");
    await storeIn(data, twoVersions(Date.now()));
    const collector = await collectorOn(data, { sourceRoots: [project] });
    const { context, page } = await visit();
    try {
      await open(page, "/findings/0000000000000004", collector.url);
      const place = `${join(project, "app/layout.tsx")} 10 3\n`;
      await page.getByRole("button", { name: "Open in editor" }).click();
      await page.getByText("Opened in your editor").waitFor();
      await expect.poll(() => readFile(told, "utf8").catch(() => "")).toBe(place);
      await page.keyboard.press("o");
      await expect.poll(() => readFile(told, "utf8")).toBe(place + place);
    } finally {
      vi.unstubAllEnvs();
      await context.close();
      await collector.stop();
    }
  });
});
