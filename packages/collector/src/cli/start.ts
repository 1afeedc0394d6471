import type { CollectorConfig } from "../config.ts";
import { startCollector } from "../main.ts";
import type { Command, CommandLine } from "./command.ts";
import { configOrExit } from "./config-or-exit.ts";
import { COLLECTOR_FLAGS } from "./flags.ts";
import { untilSignal } from "./until-signal.ts";

export const start: Command = {
  name: "start",
  description: "Run the collector: OTLP in, analysis, store, API and dashboard",
  flags: COLLECTOR_FLAGS,
  run: async ({ flags }: CommandLine) => {
    const config = configOrExit("start", flags);
    return typeof config === "number" ? config : runUntilSignal(config);
  },
};

async function runUntilSignal(config: CollectorConfig): Promise<number> {
  const collector = await startCollector(config);
  process.stderr.write(`weir: listening on ${collector.url}\n`);
  await untilSignal();
  await collector.stop();
  return 0;
}
