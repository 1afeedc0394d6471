import { describe, expect, it } from "vitest";
import { globalProvider } from "./provider.ts";
import { registerWeir, weirSpanProcessor } from "./node.ts";
import { weirStatus } from "./status.ts";

describe("OTEL_SDK_DISABLED", () => {
  it("leaves the process as it is", async () => {
    const before = {
      fetch: globalThis.fetch,
      json: Response.prototype.json,
      listeners: process.listenerCount("SIGTERM"),
    };
    process.env["OTEL_SDK_DISABLED"] = "true";
    const registration = registerWeir({ serviceName: "off" });
    const processor = weirSpanProcessor();
    expect(globalThis.fetch).toBe(before.fetch);
    expect(Response.prototype.json).toBe(before.json);
    expect(process.listenerCount("SIGTERM")).toBe(before.listeners);
    expect(globalProvider()).toBeUndefined();
    expect(weirStatus()).toMatchObject({ running: false, failures: {} });
    await expect(processor.forceFlush()).resolves.toBeUndefined();
    await expect(registration.shutdown()).resolves.toBeUndefined();
  });
});
