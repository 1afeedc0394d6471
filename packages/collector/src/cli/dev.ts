import { type RunningCollector, startCollector } from "../main.ts";
import type { Command, CommandLine } from "./command.ts";
import { configOrExit } from "./config-or-exit.ts";
import { COLLECTOR_FLAGS } from "./flags.ts";
import { freePort } from "./free-port.ts";
import { untilSignal } from "./until-signal.ts";
import { runWrapped, WRAP_FAILED } from "./wrapped-command.ts";

export const dev: Command = {
  name: "dev",
  description: "Collector and dashboard beside your dev server: weir dev -- next dev",
  flags: COLLECTOR_FLAGS,
  run: async ({ flags, wrapped }: CommandLine) => {
    const config = configOrExit("dev", flags);
    if (typeof config === "number") return wrapped.length > 0 ? WRAP_FAILED : config;
    const port = await freePort(config.host, config.port);
    if (port !== config.port) process.stderr.write(`weir: port ${config.port} is taken, using ${port}\n`);
    // What a developer wraps is the developer's own: its sources may be read from disk.
    const sourceRoots = config.sourceRoots.length > 0 ? config.sourceRoots : [process.cwd()];
    const collector = await startCollector({ ...config, port, sourceRoots });
    process.stderr.write(`weir: dashboard on ${collector.url}\n`);
    return wrapped.length > 0 ? runBeside(collector, wrapped) : runAlone(collector);
  },
};

async function runAlone(collector: RunningCollector): Promise<number> {
  await untilSignal();
  await collector.stop();
  return 0;
}

async function runBeside(collector: RunningCollector, wrapped: readonly string[]): Promise<number> {
  const child = runWrapped(wrapped, collector.url);
  // A terminal's Ctrl-C reaches the child by itself; what is sent to us alone is passed on.
  void untilSignal().then((signal) => child.stop(signal));
  const code = await child.exit;
  await collector.stop();
  return code;
}
