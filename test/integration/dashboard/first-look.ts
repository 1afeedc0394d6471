import { describe, expect, it } from "vitest";
import { FINGERPRINT, LONG_TRACE, TRACE } from "../dashboard-data.ts";
import { open, stage, visit } from "./stage.ts";

describe("a first look", () => {
  it("leads from the worst route to the line and the reason in three keystrokes", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    expect(await page.getByRole("row").nth(1).innerText()).toContain("/dashboard");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/routes/);
    // Without a look at what came: the key waits for the list.
    await page.keyboard.press("Enter");
    await page.getByRole("treegrid").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(
      "2 calls wait for GET /user without needing it",
    );
    const main = await page.locator("main").innerText();
    expect(main).toContain("app/dashboard/page.tsx:14");
    expect(main).toContain("up to 171–18");
    expect(main).toContain("the earlier answer reaches no argument of the later call");
    expect(main).toContain("const offers = await getOffers(); // <script>alert(1)</script>");
    expect(main).toContain("Would change our mind");
    expect(main).toContain("const userPromise = getUser();");
    expect(trouble).toEqual([]);

    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox", { name: "Filter routes" }).waitFor();
    await context.close();
  });

  it("shows how the route went over the day, in the list and on the finding's page", async () => {
    const { context, page } = await visit();
    await open(page, "/");
    await page.getByRole("row", { name: "/dashboard" }).getByText("p50 about level").waitFor();
    await open(page, `/findings/${FINGERPRINT}`);
    const trend = page.locator("dl.numbers > div").filter({ hasText: "p50, 24 h" });
    // A level line has no height, so it is there without being "visible".
    await trend.locator("svg path").waitFor({ state: "attached" });
    expect((await trend.innerText()).replaceAll("\u00a0", " ")).toMatch(/4\d\d ms/);
    await context.close();
  });

  it("shows only what has a verdict, a tier and a status that the address names", async () => {
    const { context, page } = await visit();
    await open(page, "/routes/GET%20%2Fdashboard?verdict=ordered");
    const pairs = page.locator("section", { hasText: "Every pair of calls in a row" }).locator("details");
    await pairs.filter({ hasText: "api.internal/search" }).waitFor();
    expect(await pairs.count()).toBe(1);
    await page.getByRole("combobox", { name: "Verdict" }).selectOption("");
    await pairs.nth(2).waitFor();
    await page.waitForURL((url) => url.search === "");
    await open(page, `/traces/${TRACE}?verdict=data,guard`);
    await page.getByRole("row", { name: /^Call 4,/ }).waitFor();
    expect(await page.getByRole("row", { name: /^Call \d/ }).count()).toBe(1);
    await open(page, "/findings?status=new&tier=high,proven");
    await page.getByRole("row", { name: /2 calls wait/ }).waitFor();
    await open(page, "/findings?status=accepted");
    expect(await page.getByRole("link", { name: /^Accepted/ }).getAttribute("aria-current")).toBe("true");
    await context.close();
  });

  it("reads every call as one sentence", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    const row = page.getByRole("treegrid").getByRole("row", { name: /^Call 2,/ });
    expect((await row.getAttribute("aria-label"))?.replaceAll("\u00a0", " ")).toBe(
      "Call 2, GET api.internal/offers, getOffers in page.tsx line 15, 184 → 290 ms, waits on call 1, does not need it, could start at 12 ms",
    );
    expect(await row.getAttribute("aria-selected")).toBe("true");
    await context.close();
  });

  it("says of each channel in Korean what it says in English", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}?lang=ko`);
    const channels = page.locator(".channel dd");
    await page.getByText("둘 다 읽기만 함").waitFor();
    expect((await channels.allInnerTexts()).slice(0, 3)).toEqual([
      "앞 호출의 응답이 뒤 호출의 인자에 전혀 쓰이지 않음",
      expect.any(String),
      "둘 다 읽기만 함",
    ]);
    await context.close();
  });

  it("leads on to another request that a request is linked to, which it did not wait for", async () => {
    const { context, page } = await visit();
    await open(page, `/traces/${LONG_TRACE}`);
    await page.getByText("Linked to").waitFor();
    await page.getByRole("link", { name: TRACE.slice(0, 12) }).click();
    await page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${TRACE}`);
    expect(await page.getByText("Linked to").count()).toBe(0);
    await context.close();
  });

  it("walks the timeline by keyboard, and the address follows", async () => {
    const { context, page } = await visit();
    await open(page, `/traces/${TRACE}`);
    await page.getByRole("row", { name: /^Call 2,/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/sel=3/);
    expect(await page.evaluate(`document.activeElement.getAttribute("aria-label")`)).toMatch(/^Call 3,/);
    await page.keyboard.press("3");
    await page.waitForURL(/mode=moved/);
    expect(await page.getByRole("row", { name: /^Call \d/ }).count()).toBe(3);
    await page.keyboard.press("+");
    await page.waitForURL(/z=/);
    await page.reload();
    await page.getByRole("row", { name: /^Call 3,/ }).waitFor();
    expect(await page.getByRole("button", { name: "Only moved" }).getAttribute("aria-pressed")).toBe("true");
    await context.close();
  });
});

describe("what is not there", () => {
  it("is said as such: no number of what was not asked yet, and a way back from what is not kept any more", async () => {
    const { context, page } = await visit();
    await page.route(/\/api\/v1\/findings/, (route) => route.abort());
    await page.goto(`${stage().collector.url}/findings`);
    await page.getByText("The collector does not answer").waitFor();
    expect(await page.getByRole("navigation", { name: "State" }).innerText()).not.toMatch(/\d/);
    await open(page, `/traces/${"9".repeat(32)}`);
    await page.getByText("This is not here, or not here any more").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("row", { name: "/dashboard" }).waitFor();
    await context.close();
  });
});

describe("links in messages", () => {
  it("lead to the patch", async () => {
    // So low a window that the patch is below it.
    const { context, page, trouble } = await visit({ viewport: { width: 1280, height: 400 } });
    await open(page, `/findings/${FINGERPRINT}#patch`);
    const patch = page.locator("#patch");
    await page.locator("#patch:focus").waitFor();
    expect(await patch.innerText()).toContain("const userPromise = getUser();");
    const box = await patch.locator("h2").boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(400);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("open the question whether to snooze, once, and decide nothing", async () => {
    const { context, page } = await visit();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET") sent.push(`${request.method()} ${request.url()}`);
    });
    await open(page, `/findings/${FINGERPRINT}?do=snooze`);
    await page.getByRole("dialog", { name: "Snooze" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForURL((url) => url.search === "");
    expect(sent).toEqual([]);
    await context.close();
  });
});

describe("a collector that has seen nothing", () => {
  it("shows how to connect an app, and notices the agent's first word by itself", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/", stage().empty.url);
    await page.getByRole("heading", { name: "Connect your app" }).waitFor();
    await page.getByText("Waiting for an app").waitFor();
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    const hello = {
      service: "web-shop",
      env: "development",
      instance: "1",
      pid: 4711,
      node: "24.21.0",
      agent: "0.1.0",
      framework: "next",
      evidence: { values: false, callSites: true, lineage: true, source: true },
    };
    const answer = await fetch(`${stage().empty.url}/api/v1/hello`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(hello),
    });
    expect(answer.ok).toBe(true);
    await page.getByText("The agent is here, waiting for the first request").waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("lets people look around in sample data that is marked on every page, changes nothing and asks nothing", async () => {
    const { context, page, trouble } = await visit();
    await open(page, "/setup", stage().empty.url);
    await page.getByRole("button", { name: "Try with sample data" }).click();
    await page.getByRole("row", { name: "/dashboard", exact: false }).first().waitFor();
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/")) asked.push(request.url());
    });
    const note = page.getByRole("complementary", { name: "Sample data" });
    await page.keyboard.press("Enter");
    await page.getByText("Every pair of calls in a row").waitFor();
    await note.waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("treegrid").waitFor();
    await note.waitFor();
    await page.keyboard.press("x");
    await page.getByRole("dialog").getByRole("textbox").fill("No reason");
    await page.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
    await page.getByText("Sample data cannot be changed").waitFor();
    await page.keyboard.press("Escape");
    expect(asked).toEqual([]);
    await note.getByRole("button", { name: "Leave" }).click();
    await page.getByRole("heading", { name: "Connect your app" }).waitFor();
    expect(new URL(page.url()).search).toBe("");
    expect(trouble).toEqual([]);
    await context.close();
  });
});
