import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Exporting } from "../config/config.ts";
import { agentState } from "../state.ts";
import { finishedSpan } from "../testing/finished-span.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type TestCollector, testCollector } from "../testing/test-collector.ts";
import { MAX_ATTEMPTS, MAX_QUEUED_BYTES, SpanExporter } from "./span-exporter.ts";
import { Transport } from "./transport.ts";

let collector: TestCollector;
let clock: ManualClock;
let recovered: number;

beforeEach(async () => {
  collector = await testCollector();
  clock = new ManualClock();
  recovered = 0;
  agentState().dropped.clear();
});
afterEach(() => collector.close());

const settings: Exporting = {
  encoding: "protobuf",
  gzip: true,
  delayMs: 500,
  timeoutMs: 2000,
  maxQueue: 10,
  maxBatch: 4,
};

function exporter(changes: Partial<Exporting> = {}, url = `${collector.url}/v1/traces`): SpanExporter {
  const exporting = { ...settings, ...changes };
  return new SpanExporter({
    url,
    exporting,
    transport: new Transport({ authorization: "Bearer t" }, exporting),
    clock: { fraction: () => 0.5, wallMs: () => 0 },
    prepare: (span) => span,
    later: clock.later,
    recovered: () => {
      recovered += 1;
    },
  });
}

const names = (): string[] => collector.spans().map(({ name }) => name);

describe("the exporter", () => {
  it("sends what has gathered, after the delay, compressed and with the app's headers", async () => {
    const sending = exporter();
    sending.add(finishedSpan("a"));
    sending.add(finishedSpan("b"));
    clock.advance(499);
    expect(collector.received).toHaveLength(0);
    clock.advance(1);
    await collector.until(() => names().length === 2);
    expect(names()).toEqual(["a", "b"]);
    expect(collector.received[0]?.headers).toMatchObject({
      "content-type": "application/x-protobuf",
      "content-encoding": "gzip",
      authorization: "Bearer t",
    });
  });

  it("sends a full batch at once", async () => {
    const sending = exporter();
    for (const name of ["a", "b", "c", "d", "e"]) sending.add(finishedSpan(name));
    await collector.until(() => names().length === 4);
    expect(sending.queued).toBe(1);
  });

  it("speaks JSON and sends uncompressed where it is told to", async () => {
    const sending = exporter({ encoding: "json", gzip: false });
    collector.answer((_received, response) => void response.writeHead(202).end());
    sending.add(finishedSpan("a"));
    await sending.flush(1000);
    expect(collector.received[0]?.headers["content-type"]).toBe("application/json");
    expect(collector.received[0]?.headers["content-encoding"]).toBeUndefined();
    expect(JSON.parse(collector.received[0]?.body.toString() ?? "")).toHaveProperty("resourceSpans");
  });

  it("holds a bounded number and counts what it drops", () => {
    const sending = exporter({ maxBatch: 100 });
    for (let count = 0; count < 13; count += 1) sending.add(finishedSpan("x"));
    expect(sending.queued).toBe(10);
    expect(agentState().dropped.get("export-queue")).toBe(3);
  });

  it("holds a bounded number of bytes, however few the spans", () => {
    const sending = exporter({ maxQueue: 1000, maxBatch: 1000, delayMs: 60_000 });
    const megabyte = "x".repeat(1_048_576);
    for (let count = 0; count < 40; count += 1) {
      sending.add(finishedSpan(megabyte));
      clock.advance(50);
    }
    expect(sending.queued * megabyte.length).toBeGreaterThanOrEqual(MAX_QUEUED_BYTES);
    expect((sending.queued - 1) * megabyte.length).toBeLessThan(MAX_QUEUED_BYTES);
    expect(agentState().dropped.get("export-queue")).toBe(40 - sending.queued);
  });

  it("tries again when asked to, loses nothing, and says when the collector is back", async () => {
    let attempts = 0;
    collector.answer((_received, response) => {
      attempts += 1;
      if (attempts < 3) response.writeHead(503, { "retry-after": "5" }).end();
      else response.end();
    });
    const sending = exporter();
    sending.add(finishedSpan("a"));
    clock.advance(500);
    for (const attempt of [1, 2]) {
      await expect.poll(() => clock.pending).toBe(1);
      clock.advance(4999);
      expect(collector.received).toHaveLength(attempt);
      clock.advance(1);
    }
    await collector.until(() => names().length === 1);
    await expect.poll(() => recovered).toBe(1);
    expect([...agentState().dropped]).toEqual([]);
  });

  it.each([400, 401, 500])("drops a batch answered with %i, counted, and goes on", async (status) => {
    collector.answer((_received, response) => void response.writeHead(status).end());
    const sending = exporter();
    sending.add(finishedSpan("refused"));
    await sending.flush(1000);
    collector.answer((_received, response) => void response.end());
    sending.add(finishedSpan("next"));
    await sending.flush(1000);
    expect(collector.received).toHaveLength(2);
    expect(names()).toEqual(["next"]);
    expect(agentState().dropped.get("export-refused")).toBe(1);
  });

  it("gives a batch up after its last attempt, counted", async () => {
    const sending = exporter({}, "http://127.0.0.1:1/v1/traces");
    sending.add(finishedSpan("lost"));
    clock.advance(500);
    await expect
      .poll(() => {
        clock.advance(60_000);
        return agentState().dropped.get("export-retries");
      })
      .toBe(1);
    expect(MAX_ATTEMPTS).toBeGreaterThan(3);
  });

  it("gives up on an answer that does not come", async () => {
    collector.answer(() => undefined);
    const sending = exporter({ timeoutMs: 30 });
    sending.add(finishedSpan("a"));
    clock.advance(500);
    await collector.until(() => collector.received.length === 1);
    collector.answer((_received, response) => void response.end());
    await expect
      .poll(() => {
        clock.advance(2000);
        return names();
      })
      .toEqual(["a"]);
  });

  it("flushes within its deadline even when nobody is there", async () => {
    collector.answer(() => undefined);
    const sending = exporter();
    sending.add(finishedSpan("a"));
    await sending.flush(20);
    expect(sending.queued).toBe(0);
  });

  it("flushes everything, in batches, in order", async () => {
    const sending = exporter({ maxBatch: 3 });
    for (let count = 0; count < 8; count += 1) sending.add(finishedSpan(String(count)));
    await sending.flush(1000);
    expect(names()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
  });

  it("takes nothing more once closed", async () => {
    const sending = exporter();
    await sending.close(1000);
    sending.add(finishedSpan("late"));
    expect(sending.queued).toBe(0);
  });
});
