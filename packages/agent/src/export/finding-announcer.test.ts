import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { agentState } from "../state.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type TestCollector, testCollector } from "../testing/test-collector.ts";
import { announcementLine, FindingAnnouncer } from "./finding-announcer.ts";
import { Transport } from "./transport.ts";

let collector: TestCollector;
let clock: ManualClock;
let lines: string[];
let announcer: FindingAnnouncer;
let streams: ServerResponse[];

beforeEach(async () => {
  collector = await testCollector();
  clock = new ManualClock();
  lines = [];
  streams = [];
  collector.answer((_received, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    streams.push(response);
  });
  announcer = new FindingAnnouncer({
    base: collector.url,
    service: "shop",
    transport: new Transport(
      {},
      { encoding: "protobuf", gzip: true, delayMs: 0, timeoutMs: 1000, maxQueue: 1, maxBatch: 1 },
    ),
    later: clock.later,
    now: clock.now,
    write: (line) => void lines.push(line),
  });
  announcer.start();
  clock.advance(1);
  await vi.waitUntil(() => streams.length === 1);
});
afterEach(async () => {
  announcer.close();
  await collector.close();
});

function tell(finding: Record<string, unknown>, name = "finding.opened"): void {
  streams.at(-1)?.write(`event: ${name}\ndata: ${JSON.stringify({ schemaVersion: 1, items: [finding] })}\n\n`);
}

const finding = (fingerprint: string): Record<string, unknown> => ({
  fingerprint,
  service: "shop",
  route: "GET /dashboard",
  duration: 412.4,
  possible: { low: 231, high: 241 },
  url: "http://localhost:4318/findings/9f2c",
});

describe("findings in the app's terminal", () => {
  it("are one line each, told once", async () => {
    tell(finding("9f2c"));
    tell(finding("9f2c"));
    tell({ ...finding("aaaa"), route: "GET /a" });
    await expect.poll(() => lines).toHaveLength(2);
    expect(lines[0]).toBe("GET /dashboard 412 ms, could be 231–241 (1 fix)  http://localhost:4318/findings/9f2c");
  });

  it("are those of this app only, and only when they open", async () => {
    tell({ ...finding("other"), service: "elsewhere" });
    tell(finding("resolved"), "finding.resolved");
    tell(finding("mine"));
    await expect.poll(() => lines).toHaveLength(1);
  });

  it("come a few at a time", async () => {
    for (let count = 0; count < 20; count += 1) tell(finding(`f${count}`));
    tell({ ...finding("last"), route: "GET /last" });
    await expect.poll(() => lines).toHaveLength(5);
    clock.advance(11_000);
    tell({ ...finding("later"), route: "GET /later" });
    await expect.poll(() => lines.at(-1)).toContain("GET /later");
  });

  it("arrive however the stream cuts them, and past what makes no sense", async () => {
    agentState().failures.clear();
    const stream = streams.at(-1);
    stream?.write("event: finding.opened\r\ndata: {broken\r\n\r\n: comment\n\nevent: finding.op");
    stream?.write(`ened\ndata: ${JSON.stringify({ items: [finding("cut")] })}\n\n`);
    await expect.poll(() => lines).toHaveLength(1);
    expect(agentState().failures.get("finding message")).toBe(1);
    agentState().failures.clear();
  });

  it("come again after the stream broke off", async () => {
    streams[0]?.destroy();
    await expect
      .poll(() => {
        clock.advance(1000);
        return streams.length;
      })
      .toBe(2);
    tell(finding("after"));
    await expect.poll(() => lines).toHaveLength(1);
  });

  it("cannot move the cursor or colour the terminal", () => {
    const line = announcementLine({ fingerprint: "f", route: "GET /\u001b[31mred\r\n/x", possible: 7 }, "http://c");
    expect(line).toBe("GET / [31mred /x, could be 7 (1 fix)  http://c/findings/f");
  });
});
