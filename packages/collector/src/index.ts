export { type CollectorConfig, collectorConfigSchema } from "./config.ts";
export { type RunningCollector, startCollector } from "./main.ts";
