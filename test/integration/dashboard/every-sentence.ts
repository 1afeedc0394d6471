import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PAGES, drawn, open, sidewaysBy, visit } from "./stage.ts";
import { speakPseudo } from "./pseudo-language.ts";

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

/** Words of every language, and names. Units and dates are written by the browser. */
const WORDS =
  "Weir|Live|await|JSON|CSV|OTLP|Jaeger|Markdown|YAML|GET|POST|PUT|PATCH|DELETE|min|ms|MB|kB|npm|pnpm|yarn|bun|Next|SvelteKit|Node|js|OpenTelemetry|SDK|vercel|otel|English|sqlite|proven|webhook|VS|Code|VSCodium|Cursor|Windsurf|Zed|WebStorm|IntelliJ|IDEA|Last|req";

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

/** Texts and names of controls that hold a word which came neither from the catalogue nor from outside. */
async function written(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const known = /\\b(?:${WORDS})\\b/g;
    const byHand = (text) =>
      !/^[\\w.-]*[/.][\\w./-]+$/.test(text.trim()) &&
      /[A-Za-z]{3}/.test(text.replaceAll(/⟦[^⟧]*⟧/g, "").replaceAll(/[A-Za-z]*[áéíóúýÁÉÍÓÚÝ][A-Za-záéíóúýÁÉÍÓÚÝ]*/g, "").replaceAll(known, ""));
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (parentElement.closest("script, style, noscript, code, pre, kbd, .plain, .mono, time") !== null) continue;
      if (byHand(data)) found.push(data.trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      for (const name of ["aria-label", "title", "placeholder"]) {
        const text = element.getAttribute(name);
        if (text !== null && !/[⟦⟧]/.test(text) && !element.classList.contains("plain") && byHand(text)) found.push(name + "=" + text);
      }
    }
    return [...new Set(found)];
  })()`);
}

/** Sentences of which a part cannot be seen and not be scrolled to. */
async function cut(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (!/[⟦⟧]/.test(data) || parentElement.closest(".seen-by-readers, option, script, [popover]") !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
      for (let around = parentElement; around !== document.body; around = around.parentElement) {
        const { overflowX, overflowY, clipPath } = getComputedStyle(around);
        if (clipPath !== "none" || overflowX === "auto" || overflowX === "scroll") break;
        const box = around.getBoundingClientRect();
        const wide = overflowX !== "visible" && boxes.some(({ left, right }) => right > box.right + 1 || left < box.left - 1);
        const high = overflowY !== "visible" && boxes.some(({ top, bottom }) => bottom > box.bottom + 3 || top < box.top - 3);
        if (wide || high) {
          found.push(data.trim() + " in ." + around.className);
          break;
        }
      }
    }
    return [...new Set(found)];
  })()`);
}
