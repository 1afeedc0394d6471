import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningCollector } from "../../../packages/collector/src/main.ts";
import { collectorOn, open, stage, storeIn, visit } from "./stage.ts";
import { AFTER, BEFORE, twoVersions } from "./two-versions.ts";

/** On a collector of its own, which saw two versions of an app. */
let collector: RunningCollector;

const group = (page: Page, name: RegExp) =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name }) });

describe("two versions of an app", () => {
  beforeAll(async () => {
    const data = join(stage().folder, "two-versions");
    await storeIn(data, twoVersions(Date.now()));
    collector = await collectorOn(data);
  });
  afterAll(() => collector.stop());

  it("are compared: what came, what went, what stayed, and what the later one was not asked for", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/deploys", collector.url);
    await group(page, /^New: 1/)
      .getByText("GET /part-p4")
      .waitFor();
    await group(page, /^Gone: 1/)
      .getByText("GET /part-p1")
      .waitFor();
    await group(page, /^Same: 1/)
      .getByText("GET /part-p3")
      .waitFor();
    await group(page, /^Not asked for yet: 1/)
      .getByText("GET /part-p2")
      .waitFor();
    await page.getByRole("heading", { name: "Worse: 0" }).waitFor();

    await page.getByRole("combobox", { name: "Before" }).selectOption(AFTER);
    await page.waitForURL(new RegExp(`base=${AFTER}&head=${BEFORE}`));
    await group(page, /^New: 2/)
      .getByText("GET /part-p1")
      .waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("are one of them where the address asks for the newest, and both where it compares them", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/", collector.url);
    const asked = page.waitForRequest((request) => /\/routes\?.*version=/.test(request.url()));
    const version = page.getByRole("combobox", { name: "Version" });
    await version.selectOption({ label: "Latest version" });
    expect(new URL((await asked).url()).searchParams.get("version")).toBe(AFTER);
    // A link in a message: what it stands for is found out before anything is shown.
    const first = page.waitForRequest(/\/api\/v1\/routes\?/);
    await open(page, "/?ver=latest", collector.url);
    expect(new URL((await first).url()).searchParams.get("version")).toBe(AFTER);
    await page.getByRole("row", { name: "/search" }).waitFor();
    expect(await version.inputValue()).toBe("latest");
    await open(page, `/deploys?ver=${AFTER}..${BEFORE}`, collector.url);
    await group(page, /^New: 2/)
      .getByText("GET /part-p1")
      .waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("show on the first page what several routes share, once", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/", collector.url);
    const shared = page.getByRole("region", { name: /several routes share/ });
    await shared.getByText("2 routes").waitFor();
    expect(await shared.getByRole("link").count()).toBe(1);
    await shared.getByRole("link").click();
    await page.getByRole("heading", { name: "On these routes" }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("count on the Status page what was lost, by its reason", async () => {
    const lost = { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "00", spanId: "00", name: "broken" }] }] }] };
    const answer = await fetch(`${collector.url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(lost),
    });
    expect(answer.ok).toBe(true);
    const { context, page } = await visit();
    await open(page, "/status", collector.url);
    await group(page, /^What was lost/)
      .getByText("Spans that were not valid")
      .waitFor();
    await context.close();
  });
});
