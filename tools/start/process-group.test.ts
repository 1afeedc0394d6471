import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProcessGroup } from "./process-group.ts";
import { ready } from "./ready.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "group-"));
});
afterEach(() => rm(folder, { recursive: true }));

function start(script: string): ProcessGroup {
  return new ProcessGroup({ name: "part", node: ["-e", script], cwd: folder, env: {}, log: join(folder, "log") });
}

describe("ProcessGroup", () => {
  it("stops what the process has started along with it, even where that ignores the polite signal", async () => {
    // The grandchild holds a connection to us: we see it go without knowing its id.
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const arrived = once(server, "connection");
    const grandchild = `require("node:net").connect(${port}, "127.0.0.1"); process.on("SIGTERM", () => {})`;
    const group = start(
      `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "ignore" }); setInterval(() => {}, 1000)`,
    );
    const [socket] = (await arrived) as [Socket];
    socket.on("error", () => {});
    const gone = once(socket.resume(), "close");
    await group.stop();
    await gone;
    expect(group.over).toBe(true);
    server.close();
  });

  it("keeps the last lines of both outputs and writes all of them to the log", async () => {
    const group = start(`for (let i = 1; i <= 60; i++) console.log("line " + i); console.error("the end")`);
    expect(await group.exited).toEqual({ code: 0, signal: null });
    expect(group.lastLines.length).toBe(25);
    expect(group.lastLines).toContain("the end");
    expect(group.lastLines).toContain("line 60");
    await expect.poll(() => readFile(join(folder, "log"), "utf8")).toContain("line 1\n");
  });

  it("is not waited for once it has ended, and its words come along", async () => {
    const group = start(`console.error("address in use"); process.exit(1)`);
    await expect(ready(group, "http://127.0.0.1:9/")).rejects.toThrow(/exit code 1[^]*address in use/);
    await group.stop();
  });

  it("is given up when it never answers", async () => {
    const group = start("setInterval(() => {}, 1000)");
    await expect(ready(group, "http://127.0.0.1:9/", 0)).rejects.toThrow("did not answer");
    await group.stop();
  });
});
