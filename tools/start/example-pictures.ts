import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import type { Person } from "../../examples/backend/src/person.ts";
import { CollectorClient } from "./collector-client.ts";
import type { Stack } from "./stack.ts";

interface FindingPicture {
  readonly name: string;
  /** Its worst finding is the one that is drawn. */
  readonly service: string;
  readonly route: string;
}

/** The patterns Weir exists for, each by the example it is shown on. */
export const FINDING_PICTURES: readonly FindingPicture[] = [
  { name: "api-route", service: "next-app", route: "GET /api/account" },
  { name: "server-action", service: "next-app", route: "POST /account" },
  { name: "server-components", service: "next-app", route: "GET /dashboard" },
  { name: "hooks", service: "sveltekit-app", route: "GET /hooks/serial" },
];
const LANGUAGES = ["en", "ko"] as const;

const WIDTH = 1100;
const PAGE = { width: WIDTH, height: 640 };
const FINDING = { width: WIDTH, height: 1100 };
/** Milliseconds for a page to have all it shows. */
const PATIENCE = 20_000;

/** Pictures of the shop's dashboard in its slow and its fast form, as a signed-in visitor sees it. */
export async function dashboardPictures(
  browser: Browser,
  { urls }: Pick<Stack, "urls">,
  person: Person,
  folder: string,
): Promise<void> {
  for (const [name, path] of [
    ["waterfall", "/dashboard"],
    ["parallel", "/dashboard/parallel"],
  ] as const) {
    await withPage(browser, PAGE, async (page) => {
      await page.context().addCookies([{ name: "sid", value: person.token, url: urls["next-app"] }]);
      // The first visit pays for a cold browser; what is to be seen is the server's time.
      for (let visit = 0; visit < 2; visit += 1) {
        await page.goto(urls["next-app"] + path);
        await page.locator(".timing b").first().waitFor({ timeout: PATIENCE });
        await page.locator(".timeline").first().waitFor({ timeout: PATIENCE });
      }
      await save(page, join(folder, `dashboard-${name}.png`));
    });
  }
}

/** Pictures of what Weir says about each pattern, in both languages. @throws Error when a finding is not there. */
export async function findingPictures(browser: Browser, { urls }: Pick<Stack, "urls">, folder: string): Promise<void> {
  const findings = await new CollectorClient(urls.collector).findings();
  for (const { name, service, route } of FINDING_PICTURES) {
    // The one that starts most together says most.
    const [finding] = findings
      .filter((one) => one.service === service && one.routes.includes(route))
      .toSorted((one, other) => other.calls.length - one.calls.length);
    if (finding === undefined) throw new Error(`nothing was found on ${service} ${route}`);
    for (const language of LANGUAGES) {
      await withPage(browser, FINDING, async (page) => {
        await page.goto(`${urls.collector}/findings/${finding.fingerprint}?lang=${language}&theme=light`);
        await page.locator("main h1").first().waitFor({ timeout: PATIENCE });
        await page.waitForLoadState("networkidle");
        await save(page, join(folder, `finding-${name}-${language}.png`));
      });
    }
  }
}

async function withPage(
  browser: Browser,
  viewport: { readonly width: number; readonly height: number },
  draw: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport,
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  try {
    await draw(await context.newPage());
  } finally {
    await context.close();
  }
}

async function save(page: Page, file: string): Promise<void> {
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
  const taken = PNG.sync.read(await page.screenshot({ animations: "disabled", caret: "hide" }));
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, PNG.sync.write(taken, { deflateLevel: 9, deflateStrategy: 0, filterType: 0, colorType: 2 }));
}
