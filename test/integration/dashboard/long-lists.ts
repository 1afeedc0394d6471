import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FILLER_ROUTES, LONG_TRACE, LONG_TRACE_CALLS } from "../dashboard-data.ts";
import { open, stage, visit } from "./stage.ts";

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

  it("takes the focus along to no other row when the one that has it is scrolled out of sight", async () => {
    const { context, page } = await visit();
    for (const [path, list] of [
      ["/", "[role=grid]"],
      [`/traces/${LONG_TRACE}`, "[role=treegrid]"],
    ] as const) {
      await open(page, path);
      const rows = page.locator(`${list} [role=row]`);
      await rows.nth(1).focus();
      await rows.nth(1).hover();
      await page.mouse.wheel(0, 3_000);
      await page.locator(`${list} [aria-rowindex="80"]`).waitFor();
      await page.locator(`${list} [aria-rowindex="2"]`).waitFor({ state: "detached" });
      expect([path, await page.locator(`${list} [role=row]:focus`).count()]).toEqual([path, 0]);
      // The keys go on from the row that was left.
      await page.keyboard.press("j");
      await page.locator(`${list} [role=row]:focus`).waitFor();
    }
    await context.close();
  });

  it("shows a plain table a page at a time, on demand, however much there is", async () => {
    const { context, page } = await visit();
    await open(page, "/?table=1");
    const rows = page.getByRole("row");
    const more = page.getByRole("button", { name: "Show 200 more" });
    await more.waitFor();
    expect(await rows.count()).toBe(1 + 200);
    await more.click();
    await page.locator('[aria-rowindex="401"]').waitFor();
    expect(await rows.count()).toBe(1 + 400);
    await open(page, `/traces/${LONG_TRACE}?table=1`);
    await more.waitFor();
    expect(await rows.count()).toBe(1 + 200);
    await more.click();
    await page.getByRole("row", { name: /^Call 400,/ }).waitFor();
    expect(await rows.count()).toBe(1 + 400);
    await context.close();
  });

  it("finds routes by a regular expression among all of them, and ends one that has no end", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/?q=/page-0[12]42\\d\\/%5C%5Bslug/".replaceAll("\\", "%5C"));
    await page.getByRole("row", { name: /page-01420/ }).waitFor();
    await page.getByRole("row", { name: /page-02429/ }).waitFor();
    const found = page.locator('[role=grid][aria-rowcount="21"]');
    await found.waitFor();
    expect(await found.getByRole("row").count()).toBe(21);

    const filter = page.getByRole("searchbox", { name: "Filter routes" });
    await filter.fill("/(/");
    await page.getByText("This is no regular expression").waitFor();
    await filter.fill("/^(([a-zA-Z0-9/ -]+)+)+!$/");
    await page.getByText("This pattern takes too long").waitFor();
    await filter.fill("/dashboard\\/page\\.tsx/");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    expect(await page.getByRole("row").count()).toBe(2);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("shows only routes with evidence of one kind, and what an export holds before it is saved: all of them", async () => {
    const { context, page } = await visit();
    await open(page, "/");
    await page.getByRole("combobox", { name: "Evidence" }).selectOption("speculative");
    await page.getByText("No route matches these filters").waitFor();
    await page.getByRole("combobox", { name: "Evidence" }).selectOption("proven");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    expect(await page.getByRole("row").count()).toBe(2);
    await page.waitForURL(/tier=proven/);

    await page.getByRole("combobox", { name: "Evidence" }).selectOption("");
    await page.getByText(/of 10,00\d routes loaded/).waitFor();
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "CSV" }).click();
    const told = page.getByRole("dialog", { name: "Before you share it" });
    await told.getByText(/10,00\d route names/).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      told.getByRole("button", { name: "Save" }).click(),
    ]);
    const path = join(stage().folder, "routes.csv");
    await file.saveAs(path);
    const lines = (await readFile(path, "utf8")).split("\r\n");
    expect(lines.length).toBeGreaterThan(FILLER_ROUTES);
    expect(lines[1]).toContain("web-shop,staging,GET,/dashboard,1,");
    await context.close();
  });
});
