import { describe, expect, it } from "vitest";
import { HOSTILE, HOSTILE_TRACE, LONG_CALL } from "../dashboard-data.ts";
import { open, sidewaysBy, visit } from "./stage.ts";

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
