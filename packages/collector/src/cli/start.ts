import { startCollector } from "../main.ts";
import { collectorConfig } from "./collector-config.ts";
import type { Command, CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { COLLECTOR_FLAGS } from "./flags.ts";
import type { Terminal } from "./terminal.ts";
import { untilSignal } from "./until-signal.ts";

export const start: Command = {
  name: "start",
  flags: COLLECTOR_FLAGS,
  examples: ["weir start --data /var/lib/weir", "weir start --config weir.config.yaml"],
  run: async ({ flags }: CommandLine, terminal: Terminal) => {
    const collector = await startCollector(await collectorConfig("start", flags, terminal));
    // Whoever runs a service waits for this line, also with --quiet.
    terminal.warn(`weir: ${terminal.say("start.listening", { url: collector.url })}`);
    await untilSignal();
    await collector.stop();
    return EXIT.ok;
  },
};
