import type { Page } from "playwright-core";

/** Words of every language, and names. Units and dates are written by the browser. */
const WORDS =
  "Weir|Live|await|JSON|CSV|OTLP|Jaeger|Markdown|YAML|GET|POST|PUT|PATCH|DELETE|min|ms|MB|kB|npm|pnpm|yarn|bun|Next|SvelteKit|Node|js|OpenTelemetry|SDK|vercel|otel|English|sqlite|proven|webhook|VS|Code|VSCodium|Cursor|Windsurf|Zed|WebStorm|IntelliJ|IDEA|Last|req";

/** Texts and names of controls that hold a word which came neither from the catalogue nor from outside. */
export async function written(page: Page, of = "body"): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const known = /\\b(?:${WORDS})\\b/g;
    const byHand = (text) =>
      !/^[\\w.-]*[/.][\\w./*-]+$/.test(text.trim()) &&
      /[A-Za-z]{3}/.test(text.replaceAll(/⟦[^⟧]*⟧/g, "").replaceAll(/[A-Za-z]*[áéíóúýÁÉÍÓÚÝ][A-Za-záéíóúýÁÉÍÓÚÝ]*/g, "").replaceAll(known, ""));
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("${of}"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (parentElement.closest("script, style, noscript, code, pre, kbd, .plain, .mono, time") !== null) continue;
      // A choice that is its own value is a name from outside.
      if (parentElement.localName === "option" && parentElement.value === data.trim()) continue;
      if (byHand(data)) found.push(data.trim());
    }
    for (const element of document.querySelector("${of}").querySelectorAll("[aria-label], [title], [placeholder]")) {
      for (const name of ["aria-label", "title", "placeholder"]) {
        const text = element.getAttribute(name);
        if (text !== null && !/[⟦⟧]/.test(text) && !element.classList.contains("plain") && byHand(text)) found.push(name + "=" + text);
      }
    }
    return [...new Set(found)];
  })()`);
}

/** Sentences of which a part cannot be seen and not be scrolled to. */
export async function cut(page: Page, of = "body"): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("${of}"), NodeFilter.SHOW_TEXT);
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
