import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { startCollector } from "../../packages/collector/src/main.ts";

/* Child process of the end-to-end benches: a collector on a folder. Tells its port, and on request what it has used. */
const [folder = ""] = process.argv.slice(2);
const collector = await startCollector(
  collectorConfigSchema.parse({ port: 0, data: folder, logLevel: "error", rateLimit: 0 }),
);

process.on("message", (wish) => {
  if (wish === "stop") {
    void collector.stop().then(() => process.disconnect());
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, memoryBytes: process.resourceUsage().maxRSS * 1024 });
});
process.send?.({ port: collector.port });
