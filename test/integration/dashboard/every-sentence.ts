import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PAGES, drawn, open, sidewaysBy, visit } from "./stage.ts";
import { speakPseudo } from "./pseudo-language.ts";
import { cut, written } from "./words-seen.ts";

describe("every sentence", () => {
  it("may run from right to left: nothing is pushed out, and time goes on from left to right under its bars", async () => {
    const { context, page } = await visit({ viewport: { width: 1280, height: 800 } });
    for (const path of PAGES) {
      await open(page, path);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.evaluate("document.documentElement.dir = 'rtl'");
        await drawn(page);
        expect.soft(await sidewaysBy(page), `${path} at ${width} px`).toBeLessThanOrEqual(0);
        expect.soft(await strayLanes(page), `${path} at ${width} px`).toBe(0);
      }
    }
    await context.close();
  });

  it.each([1280, 360])("is taken from the catalogue, and nothing cuts a longer one off: %i px wide", async (width) => {
    const { context, page } = await visit({ viewport: { width, height: 800 } });
    await speakPseudo(page);
    for (const path of PAGES) {
      await open(page, `${path}${path.includes("?") ? "&" : "?"}lang=ko`);
      await page.getByText("⟦").first().waitFor();
      expect.soft(await written(page), `${path}: written by hand`).toEqual([]);
      expect.soft(await cut(page), `${path}: cut off`).toEqual([]);
      expect.soft(await sidewaysBy(page), path).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
});

/** Lanes of a timeline that do not lie under its axis, or run another way than it. */
async function strayLanes(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const axis = document.querySelector(".timeline .axis .lane")?.getBoundingClientRect();
    return [...document.querySelectorAll(".timeline .lane")].filter((lane) => {
      const { left, right } = lane.getBoundingClientRect();
      return Math.abs(left - axis.left) > 1 || Math.abs(right - axis.right) > 1 || getComputedStyle(lane).direction !== "ltr";
    }).length;
  })()`);
}
