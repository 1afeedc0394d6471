import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { LONG_TRACE } from "../../test/integration/dashboard-data.ts";

/** Something a reader does on a page. */
export interface Step {
  readonly name: string;
  readonly act: (page: Page) => Promise<void>;
}

export interface Subject {
  readonly name: string;
  readonly steps: readonly Step[];
}

const TRIVIAL_ROWS = 60;

/** A page that does next to nothing: what scrolling and typing cost on this machine at this moment. */
export async function trivialPage(): Promise<{ readonly server: Server; readonly url: string }> {
  const rows = Array.from({ length: TRIVIAL_ROWS }, (_all, index) => `<p>row ${index}</p>`).join("");
  const html = `<!doctype html><title>t</title><main><h1>t</h1><input type="search" aria-label="Filter"><div>${rows}</div></main>`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(html);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

export function subjects(trivial: string, weir: string): readonly Subject[] {
  return [
    { name: "trivial page", steps: [opens(trivial, "main h1"), scrolls("main"), types("row 7", "main h1")] },
    {
      name: "10,000 routes",
      steps: [
        opens(`${weir}/`, "[role=row][aria-rowindex='2']"),
        scrolls("[role=grid], main"),
        jumps(),
        types("page-09999", "[role=row]:nth-child(1):has-text('page-09999')"),
      ],
    },
    {
      name: "trace of 2,000 calls",
      steps: [
        opens(`${weir}/traces/${LONG_TRACE}`, "[role=treegrid] [role=row][aria-rowindex='2']"),
        scrolls("[role=treegrid]"),
        jumps(),
        types("item-77/", "[role=row][aria-label^='Call 78,']"),
      ],
    },
  ];
}

function opens(url: string, shown: string): Step {
  return {
    name: "open",
    act: async (page) => {
      await page.goto(url);
      await page.locator(shown).first().waitFor();
      await settled(page);
    },
  };
}

function scrolls(over: string): Step {
  return {
    name: "scroll",
    act: async (page) => {
      await page
        .locator(over)
        .first()
        .hover({ position: { x: 200, y: 200 } });
      for (let turn = 0; turn < 40; turn += 1) {
        await page.mouse.wheel(0, turn < 30 ? 600 : -500);
        await settled(page);
      }
    },
  };
}

/** To the last row there is and back. */
function jumps(): Step {
  return {
    name: "jump",
    act: async (page) => {
      await page.locator("[role=row][tabindex='0']").first().focus();
      for (const key of ["End", "Home", "PageDown", "PageDown", "End", "Home"]) {
        await page.keyboard.press(key);
        await settled(page);
      }
    },
  };
}

/** Letter by letter until what is looked for shows, and back. */
function types(text: string, shown: string): Step {
  return {
    name: "filter",
    act: async (page) => {
      const field = page.locator("main input[type=search]").first();
      await field.focus();
      for (const letter of text) {
        await page.keyboard.type(letter);
        await settled(page);
      }
      await page.locator(shown).first().waitFor();
      for (let left = text.length; left > 0; left -= 1) {
        await page.keyboard.press("Backspace");
        await settled(page);
      }
    },
  };
}

/** Two frames later: what was asked for has been drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
}
