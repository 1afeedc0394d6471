import { expect, it } from "vitest";
import { collectorConfigSchema } from "./config.ts";
import { startCollector } from "./main.ts";

it("an address of no store there is stops the start with those there are, and keeps its password to itself", async () => {
  const store = "postgres://weir:open-sesame@db/weir";
  const config = collectorConfigSchema.parse({ port: 0, data: "memory", logLevel: "silent", store });
  const refused = await startCollector(config).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "WEIR_STORE_ADDRESS", hint: expect.stringContaining("clickhouse://") });
  expect(JSON.stringify(refused) + String(refused)).not.toContain("open-sesame");
});
