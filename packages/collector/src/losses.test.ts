import { LOSS_REASONS, type Status } from "@weir/core";
import { afterEach, expect, it } from "vitest";
import { sayLater } from "./cli/messages/say.ts";
import { collectorConfigSchema } from "./config.ts";
import { checkCollector } from "./doctor/check-collector.ts";
import { encodeWithOracle } from "./ingest/testing/oracle.ts";
import { callSpan, requestWith } from "./ingest/testing/requests.ts";
import { type LossCounters, Losses } from "./losses.ts";
import { type RunningCollector, startCollector } from "./main.ts";
import { Metrics } from "./metrics.ts";
import { createLogger } from "./server/logger.ts";

const LONG_AGO = { low: 1_000_000, high: 1, unsigned: true };

let collector: RunningCollector | undefined;
afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

it("every reason is a metric, a line on Status and part of what was dropped", () => {
  const metrics = new Metrics();
  const counters = Object.fromEntries(LOSS_REASONS.map((reason, index) => [reason, () => index + 1]));
  const losses = new Losses(counters as LossCounters, metrics);
  for (const [index, reason] of LOSS_REASONS.entries()) {
    expect(metrics.text()).toContain(`weir_lost{reason="${reason}"} ${index + 1}\n`);
    expect(losses.list).toContainEqual({ reason, count: index + 1 });
  }
  expect(losses.total).toBe((LOSS_REASONS.length * (LOSS_REASONS.length + 1)) / 2);
});

it("metrics, Status, log and the doctor of a running collector say the same about what it lost", async () => {
  const logged: { reason?: string; count?: number }[] = [];
  collector = await startCollector(
    collectorConfigSchema.parse({ port: 0, data: "memory", quietMs: 1 }),
    Date.now,
    createLogger("warn", { write: (line) => logged.push(JSON.parse(line)) }),
  );
  const { url } = collector;
  const server = { kind: 2, attributes: [] };
  const old = callSpan(1, { ...server, startTimeUnixNano: LONG_AGO, endTimeUnixNano: LONG_AGO });
  const nameless = callSpan(2, { traceId: new Uint8Array(16) });
  const body = new Uint8Array(encodeWithOracle(requestWith([old, nameless])));
  await fetch(`${url}/v1/traces`, { method: "POST", headers: { "content-type": "application/x-protobuf" }, body });
  const status = async (): Promise<Status["ingest"]> =>
    ((await (await fetch(`${url}/api/v1/status`)).json()) as Status).ingest;
  await expect.poll(async () => (await status()).dropped).toBe(2);
  const { losses, dropped } = await status();
  expect(losses).toEqual([
    { reason: "invalid-spans", count: 1 },
    { reason: "wrong-time", count: 1 },
  ]);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const lost = [...metrics.matchAll(/^weir_lost\{reason="([\w-]+)"\} (\d+)$/gm)];
  expect(lost.map(([, reason]) => reason)).toEqual([...LOSS_REASONS]);
  expect(
    lost.filter(([, , count]) => count !== "0").map(([, reason, count]) => ({ reason, count: Number(count) })),
  ).toEqual(losses);
  const found = await checkCollector({ url, readToken: undefined, ingestToken: undefined, clock: Date.now });
  const line = found.find(({ check }) => check === "losses");
  expect(line?.state).toBe("look");
  expect(line === undefined ? "" : sayLater("en", line.say)).toBe(
    `${dropped} were not kept: invalid-spans 1, wrong-time 1`,
  );
  await collector.stop();
  collector = undefined;
  expect(logged.flatMap(({ reason, count }) => (reason === undefined ? [] : [{ reason, count }]))).toEqual(losses);
});

it("a log says of each reason what it counts, and again when it counts more", () => {
  let late = 0;
  const counters = Object.fromEntries(
    LOSS_REASONS.map((reason) => [reason, () => (reason === "late-rows" ? late : 0)]),
  );
  const losses = new Losses(counters as LossCounters, new Metrics());
  const said = [losses.unsaid()];
  for (late of [2, 2, 5]) said.push(losses.unsaid());
  expect(said).toEqual([[], [{ reason: "late-rows", count: 2 }], [], [{ reason: "late-rows", count: 5 }]]);
});
