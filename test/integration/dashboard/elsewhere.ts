import { createServer, request as httpRequest } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FINGERPRINT } from "../dashboard-data.ts";
import { open, stage, visit } from "./stage.ts";

describe("a report", () => {
  it("is one file that shows the finding without any collector, and asks for nothing", async () => {
    const { context, page } = await visit();
    await open(page, `/findings/${FINGERPRINT}`);
    await page.getByRole("button", { name: "Copy as …" }).click();
    await page.getByRole("menuitem", { name: "HTML report" }).click();
    const told = page.getByRole("dialog", { name: "Before you share it" });
    expect((await told.innerText()).replaceAll(/\s+/g, " ")).toMatch(
      /1 host api\.internal 0 query names 1 file name app\/dashboard\/page\.tsx \d+ lines of source/,
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      told.getByRole("button", { name: "Save" }).click(),
    ]);
    const file = join(stage().folder, "report.html");
    await download.saveAs(file);
    await context.close();

    const offline = await visit({ offline: true });
    const asked: string[] = [];
    offline.page.on("request", (request) => asked.push(request.url()));
    await offline.page.goto(pathToFileURL(file).href);
    await offline.page.getByRole("treegrid").waitFor();
    await offline.page.getByRole("row", { name: /^Call 3,/ }).click();
    await offline.page.getByRole("heading", { name: /Why call 3 waits/ }).waitFor();
    await offline.page.getByRole("link", { name: "GET /dashboard" }).first().click();
    await offline.page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    await offline.page.getByText("Every pair of calls in a row").waitFor();
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(offline.trouble.filter((line) => !line.startsWith("asked file:"))).toEqual([]);
    await offline.context.close();
  });
});

describe("behind a proxy's prefix", () => {
  let proxy: Server;
  let base = "";

  beforeAll(async () => {
    proxy = prefixProxy("/tools/weir", stage().collector.port);
    await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
    base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/tools/weir`;
  });

  afterAll(async () => {
    proxy.closeAllConnections();
    await new Promise((closed) => proxy.close(closed));
  });

  it("opens deep links and keeps the prefix while going about", async () => {
    const { context, page, trouble } = await visit();
    await open(page, `/findings/${FINGERPRINT}`, base);
    await page.getByRole("treegrid").waitFor();
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "GET /dashboard" }).click();
    await page.getByRole("heading", { name: "GET /dashboard" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/tools/weir/routes/GET%20%2Fdashboard");
    await page.goBack();
    await page.getByRole("treegrid").waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });
});

/** A proxy that serves the collector below a prefix, as `location /tools/weir/ { proxy_pass …/; }` does. */
function prefixProxy(prefix: string, port: number): Server {
  return createServer((incoming, outgoing) => {
    const url = incoming.url ?? "/";
    if (!url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { method, headers } = incoming;
    const forward = httpRequest(
      { host: "127.0.0.1", port, path: url.slice(prefix.length), method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forward.on("error", () => outgoing.destroy());
    incoming.pipe(forward);
  });
}
