import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { en } from "../../../packages/dashboard/src/i18n/en.ts";
import { FINGERPRINT } from "../dashboard-data.ts";
import { pseudo, speakPseudo } from "./pseudo-language.ts";
import { drawn, open, sidewaysBy, visit } from "./stage.ts";
import { cut, written } from "./words-seen.ts";

type Key = { readonly [Name in keyof typeof en]: (typeof en)[Name] extends string ? Name : never }[keyof typeof en];

/** A control, by what it says in the language that does not exist. */
const named = (key: Key): string => pseudo(en[key]);

async function choose(page: Page, menu: Key, item: string): Promise<void> {
  await page.getByRole("button", { name: named(menu) }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** How each dialog is asked for, on the page where a reader does. */
const DIALOGS: readonly { readonly path: string; readonly ask: readonly ((page: Page) => Promise<void>)[] }[] = [
  {
    // An export asks for every route there is: one will do.
    path: "/?show=found",
    ask: [
      (page) => page.keyboard.press("?"),
      (page) => page.keyboard.press("Control+k"),
      async (page) => void (await page.getByRole("combobox", { name: named("scope.range") }).selectOption("own")),
      (page) => choose(page, "export", "CSV"),
    ],
  },
  {
    path: "/routes/GET%20%2Fdashboard",
    ask: [
      async (page) => {
        await page.locator("details", { hasText: "api.internal/search" }).locator("summary").click();
        await page.locator("details[open] .evidence button").first().click();
      },
    ],
  },
  {
    path: `/findings/${FINGERPRINT}`,
    ask: [
      (page) => choose(page, "triage", named("triage.snoozed")),
      (page) => choose(page, "triage", named("triage.accepted")),
      (page) => choose(page, "triage", named("triage.not-a-waterfall")),
      (page) => choose(page, "copy.as", named("report")),
    ],
  },
  { path: "/alerts", ask: [(page) => page.getByRole("button", { name: named("alerts.silence.add") }).click()] },
];

describe("every dialog", () => {
  it("has room for longer sentences, in wide and narrow windows, from left to right and from right to left", async () => {
    const { context, page, trouble } = await visit({ viewport: { width: 1280, height: 800 } });
    await speakPseudo(page);
    for (const { path, ask } of DIALOGS) {
      await open(page, `${path}${path.includes("?") ? "&" : "?"}lang=ko`);
      await page.getByText("⟦").first().waitFor();
      for (const [index, asking] of ask.entries()) {
        await asking(page);
        const dialog = page.getByRole("dialog");
        await dialog
          .getByText("⟦")
          .first()
          .waitFor()
          .catch((cause: unknown) => {
            throw new Error(`${path}: dialog ${index + 1} did not come`, { cause });
          });
        await fits(page, `${path}, dialog ${index + 1}`);
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
      }
    }
    expect(trouble).toEqual([]);
    await context.close();
  });
});

async function fits(page: Page, name: string): Promise<void> {
  expect.soft(await written(page, "dialog"), `${name}: written by hand`).toEqual([]);
  for (const direction of ["ltr", "rtl"]) {
    await page.evaluate(`document.documentElement.dir = "${direction}"`);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await drawn(page);
      const here = `${name}, ${width} px, ${direction}`;
      expect.soft(await cut(page, "dialog"), `${here}: cut off`).toEqual([]);
      expect.soft(await sidewaysBy(page, "dialog"), here).toBeLessThanOrEqual(0);
      const box = await page.getByRole("dialog").boundingBox();
      expect.soft(box?.x ?? -1, here).toBeGreaterThanOrEqual(0);
      expect.soft((box?.x ?? 0) + (box?.width ?? width), here).toBeLessThanOrEqual(width);
    }
  }
  await page.evaluate("document.documentElement.dir = 'ltr'");
}
