import { channel } from "node:diagnostics_channel";
import { Server } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { registerWeir } from "./node.ts";
import { weirStatus } from "./status.ts";
import { type TestCollector, testCollector } from "./testing/test-collector.ts";

const CHANNELS = ["undici:request:create", "http.client.request.start", "http.client.response.finish"];

let collector: TestCollector;
beforeAll(async () => {
  collector = await testCollector();
});
afterAll(() => collector.close());

const register = () => registerWeir({ serviceName: "reloaded", endpoint: collector.url, environment: "test" });

/** What of the process the agent has its hands on. */
const held = (): readonly unknown[] => [
  process.listenerCount("beforeExit"),
  process.listenerCount("SIGTERM"),
  process.listenerCount("exit"),
  globalThis.fetch,
  globalThis.setTimeout,
  globalThis.queueMicrotask,
  Object.getOwnPropertyDescriptor(globalThis, "fetch")?.get,
  Object.getOwnPropertyDescriptor(Response.prototype, "json")?.value,
  Object.getOwnPropertyDescriptor(Response.prototype, "body")?.get,
  Server.prototype.emit,
  ...CHANNELS.map((name) => channel(name).hasSubscribers),
];

it("an app that is loaded again and again is held as once, and let go each time", async () => {
  await register().shutdown();
  const stopped = held();
  const first = register();
  const running = held();
  await first.shutdown();
  for (let turn = 0; turn < 20; turn += 1) {
    const [registration, second] = [register(), register()];
    expect(held()).toEqual(running);
    await Promise.all([registration.shutdown(), second.shutdown()]);
    expect(held()).toEqual(stopped);
  }
  expect(weirStatus()).toMatchObject({ running: false, liveRoots: 0, queuedSpans: 0, failures: {} });
});
