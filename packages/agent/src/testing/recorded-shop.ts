import { registerWeir } from "../node.ts";
import { RecordedServer } from "./recorded-server.ts";
import { type TestCollector, testCollector } from "./test-collector.ts";
import { type Upstream, upstream } from "./upstream.ts";

/** A plain Node app with the agent in it, what it calls, and what the agent tells. */
export interface RecordedShop {
  readonly collector: TestCollector;
  readonly api: Upstream;
  readonly server: RecordedServer;
  close(): Promise<void>;
}

/** Registers the agent in this process: once, before anything is asserted. */
export async function recordedShop(): Promise<RecordedShop> {
  const collector = await testCollector();
  const api = await upstream();
  Object.assign(process.env, { WEIR_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "5" });
  const registration = registerWeir({ serviceName: "shop", environment: "staging", serviceVersion: "1.2.3" });
  const server = new RecordedServer(collector);
  await server.start();
  return {
    collector,
    api,
    server,
    close: async () => {
      await registration.shutdown();
      server.close();
      await api.close();
      await collector.close();
    },
  };
}
