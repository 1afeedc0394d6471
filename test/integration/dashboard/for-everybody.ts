import { describe, expect, it } from "vitest";
import { FINGERPRINT } from "../dashboard-data.ts";
import { PAGES, drawn, open, sidewaysBy, violationsOf, visit } from "./stage.ts";

describe("for everybody", () => {
  it.each(["en", "ko"])("axe finds nothing to mend on any page, in either theme: %s", async (language) => {
    const { context, page } = await visit({ colorScheme: "light", reducedMotion: "reduce" });
    for (const path of PAGES) {
      await open(page, withLanguage(path, language));
      expect(await page.evaluate("document.documentElement.lang")).toBe(language);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect([path, colorScheme, await violationsOf(page)]).toEqual([path, colorScheme, []]);
      }
    }
    await context.close();
  });

  // A window zoomed to 200 % has half as many pixels.
  const windows = [
    { name: "at 360 px", width: 360, text: "100%" },
    { name: "at 200 %", width: 640, text: "100%" },
    { name: "with text of twice the size", width: 1280, text: "200%" },
  ] as const;

  it.each(["en", "ko"])("nothing scrolls sideways in narrow, zoomed and enlarged windows: %s", async (language) => {
    const { context, page } = await visit();
    for (const path of PAGES) {
      await open(page, withLanguage(path, language));
      for (const { name, width, text } of windows) {
        await page.setViewportSize({ width, height: 740 });
        await page.evaluate(`document.documentElement.style.fontSize = '${text}'`);
        await drawn(page);
        expect.soft(await sidewaysBy(page), `${path} ${name}`).toBeLessThanOrEqual(0);
        expect.soft(await sidewaysBy(page, "nav"), `the menu ${name}`).toBeLessThanOrEqual(0);
      }
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
    // Paper does not scroll: all of the code and of the patch is to be seen.
    await page.setViewportSize({ width: 420, height: 900 });
    await drawn(page);
    const hidden = await page.evaluate(
      "[...document.querySelectorAll('main pre')].map((code) => [code.scrollWidth - code.clientWidth, code.scrollHeight - code.clientHeight])",
    );
    expect(hidden).toEqual([
      [0, 0],
      [0, 0],
    ]);
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

function withLanguage(path: string, language: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}lang=${language}`;
}
