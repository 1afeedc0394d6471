import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { FINGERPRINT, TRACE } from "../dashboard-data.ts";
import { decide, open, tabTo, visit } from "./stage.ts";

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe("by keyboard alone", () => {
  it("goes everywhere, and says how when asked", async () => {
    const { context, page } = await visit();
    await open(page, "/");
    // The field is not there yet when the first letters come.
    await press(page, "Control+k");
    await page.keyboard.type("page-00007");
    await page.getByRole("option", { name: /page-00007/ }).waitFor();
    await press(page, "Enter");
    await page.getByRole("heading", { name: /page-00007/ }).waitFor();
    const ways = [
      ["f", "Findings"],
      ["d", "Deploys"],
      ["a", "Alerts"],
      ["s", "Status"],
      ["r", "Routes"],
    ] as const;
    for (const [key, name] of ways) {
      await press(page, "g", key);
      await page.getByRole("heading", { level: 1, name }).waitFor({ state: "attached" });
    }
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    await press(page, "?");
    const help = page.getByRole("dialog", { name: "Keys" });
    expect(await help.innerText()).toMatch(/Open the row\s+Enter/);
    await press(page, "Escape");
    await help.waitFor({ state: "detached" });
    await context.close();
  });

  it("filters, sorts, leaves the list and applies", async () => {
    const { context, page } = await visit();
    await open(page, "/");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    // As fast as keys can follow each other: what Enter opens is what was looked for, not what was there before.
    await press(page, "/");
    await page.keyboard.type("export");
    await press(page, "Escape", "Enter");
    await page.getByRole("heading", { name: "GET /export" }).waitFor();
    await press(page, "Escape");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    await tabTo(page, "p95");
    await press(page, "Enter");
    await page.waitForURL(/sort=p95/);
    const p95 = page.getByRole("columnheader", { name: "p95" });
    expect(await p95.getAttribute("aria-sort")).toBe("descending");
    const longest = page.getByRole("row", { name: "GET /export" });
    await longest.waitFor();
    await press(page, "Enter");
    await page.waitForURL(/dir=asc/);
    expect(await p95.getAttribute("aria-sort")).toBe("ascending");
    await longest.waitFor({ state: "detached" });
    await context.close();
  });

  it("sorts the inbox, keeps the order in the address of every tab, and saves what it shows", async () => {
    const { context, page } = await visit();
    await open(page, "/findings");
    await tabTo(page, /^Sort/);
    await page.keyboard.type("Newest");
    await page.waitForURL(/sort=newest/);
    expect(await page.getByRole("link", { name: /^Needs evidence/ }).getAttribute("href")).toContain("sort=newest");
    await tabTo(page, "Export");
    await press(page, "Enter");
    await page.getByRole("dialog", { name: "Before you share it" }).waitFor();
    await tabTo(page, "Save");
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Enter")]);
    expect(download.suggestedFilename()).toBe("weir-findings-new.json");
    await context.close();
  });

  it("chooses a stretch of time of one's own", async () => {
    const { context, page } = await visit({ timezoneId: "UTC" });
    await open(page, "/");
    await tabTo(page, "Time");
    await page.keyboard.type("Own");
    const dialog = page.getByRole("dialog", { name: "Time" });
    await dialog.waitFor();
    await dialog.getByLabel("From").focus();
    await page.keyboard.type("01022020");
    await press(page, "Tab");
    await page.keyboard.type("0304AM");
    await dialog.getByLabel("To (empty: now)").focus();
    await page.keyboard.type("01012020");
    await press(page, "Tab");
    await page.keyboard.type("0304AM");
    await press(page, "Enter");
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("To (empty: now)").fill("2020-01-03T03:04");
    await press(page, "Enter");
    await page.waitForURL(/from=2020-0\d-0\dT03/);
    await page.getByText("No route matches these filters").waitFor();
    expect(await page.getByRole("combobox", { name: "Time" }).locator("option:checked").innerText()).toBe(
      "Own stretch",
    );
    await context.close();
  });

  it("reads a request: finds, walks, zooms, pans, and shows one kind of thing at a time", async () => {
    const { context, page } = await visit();
    await open(page, `/traces/${TRACE}`);
    await press(page, "n");
    await page.waitForURL(/sel=\d/);
    const first = new URL(page.url()).searchParams.get("sel");
    await press(page, "n");
    await page.waitForURL((url) => url.searchParams.get("sel") !== first);
    await press(page, "+", "Shift+ArrowRight");
    await page.waitForURL(/z=/);
    await press(page, "0");
    await page.waitForURL((url) => !url.searchParams.has("z"));
    await press(page, "w", "a", "d", "s");
    await page.waitForURL((url) => !url.searchParams.has("z"));
    const dependencies = page.getByRole("button", { name: /^Dependencies/ });
    expect(await dependencies.getAttribute("aria-pressed")).toBe("false");
    await press(page, "c");
    await page.getByRole("button", { name: /^Critical path/, pressed: false }).waitFor();
    await press(page, "d");
    await page.getByRole("button", { name: /^Dependencies/, pressed: true }).waitFor();
    await press(page, "2");
    await page.waitForURL(/mode=split/);
    await press(page, "/");
    await page.keyboard.type("inbox");
    await page.getByRole("row", { name: /^Call 1,/ }).waitFor({ state: "detached" });
    expect(await page.getByRole("row", { name: /^Call \d/ }).count()).toBe(1);
    await context.close();
  });

  it("snoozes a finding and takes it back", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    await press(page, "s");
    await page.getByRole("dialog", { name: "Snooze" }).getByRole("textbox").waitFor();
    await page.keyboard.type("After the migration");
    await press(page, "Enter");
    await tabTo(page, "Snooze");
    await press(page, "Enter");
    await page.getByRole("button", { name: "Reopen" }).waitFor();
    await tabTo(page, "Undo");
    await press(page, "Enter");
    await page.getByRole("button", { name: "Decide …" }).waitFor();
    expect(await page.getByText("After the migration").count()).toBe(1);
    await decide(FINGERPRINT, "open");
    await context.close();
  });

  it("copies and saves: every item of the menu, a dialog that holds the focus and gives it back", async () => {
    const { context, page } = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
    await open(page, `/findings/${FINGERPRINT}`);
    await press(page, "Y");
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toContain("2 calls wait for `GET /user`");
    await tabTo(page, /^Copy as …/);
    await press(page, "Enter", "ArrowUp");
    expect(await focused(page)).toBe("JSON");
    await press(page, "Enter");
    const told = page.getByRole("dialog", { name: "Before you share it" });
    await told.waitFor();
    await tabTo(page, "Save");
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Enter")]);
    expect(download.suggestedFilename()).toBe(`weir-${FINGERPRINT}.json`);
    await told.waitFor({ state: "detached" });
    expect(await focused(page)).toMatch(/^Copy as …/);
    await context.close();
  });

  it("sets up and sets preferences", async () => {
    const { context, page } = await visit();
    await open(page, "/setup");
    await tabTo(page, "Next.js");
    await press(page, "ArrowRight", "ArrowRight");
    await page.getByText("src/instrumentation.server.ts").first().waitFor();
    await open(page, "/settings");
    await tabTo(page, "As the system");
    await press(page, "ArrowDown", "ArrowDown");
    await page.locator("html[lang=ko]").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("환경설정");
    await press(page, "ArrowUp");
    await page.locator("html[lang=en]").waitFor();
    await context.close();
  });
});
