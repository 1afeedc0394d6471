import { type RunningCollector, startCollector } from "../main.ts";
import { collectorConfig } from "./collector-config.ts";
import type { Command, CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { COLLECTOR_FLAGS, ConfigError } from "./flags.ts";
import { freePort } from "./free-port.ts";
import { openBrowser } from "./open-browser.ts";
import { tell } from "./tell.ts";
import type { Terminal } from "./terminal.ts";
import { untilSignal } from "./until-signal.ts";
import { runWrapped } from "./wrapped-command.ts";

export const dev: Command = {
  name: "dev",
  flags: { ...COLLECTOR_FLAGS, open: { type: "switch", about: "flag.open" } },
  wraps: true,
  examples: ["weir dev -- next dev", "weir dev -- vite dev", "weir dev --port 4400   # the app is started elsewhere"],
  run: runDev,
};

async function runDev({ flags, wrapped }: CommandLine, terminal: Terminal): Promise<number> {
  try {
    const config = await collectorConfig("dev", flags, terminal);
    const port = await freePort(config.host, config.port);
    if (port !== config.port)
      tell(terminal, terminal.say("dev.port-taken", { port: String(config.port), other: String(port) }));
    // What a developer wraps is the developer's own: its sources may be read from disk.
    const sourceRoots = config.sourceRoots.length > 0 ? config.sourceRoots : [terminal.cwd];
    const collector = await startCollector({ ...config, port, sourceRoots });
    tell(terminal, terminal.say("dev.dashboard", { url: collector.url }));
    if (flags["open"] === true) openBrowser(collector.url, terminal);
    return wrapped.length > 0 ? await runBeside(collector, wrapped, terminal) : await runAlone(collector);
  } catch (error) {
    if (!(error instanceof ConfigError) || wrapped.length === 0) throw error;
    for (const text of error.message.split("\n")) terminal.warn(`weir: ${text}`);
    return EXIT.wrapping;
  }
}

async function runAlone(collector: RunningCollector): Promise<number> {
  await untilSignal();
  await collector.stop();
  return EXIT.ok;
}

async function runBeside(collector: RunningCollector, wrapped: readonly string[], terminal: Terminal): Promise<number> {
  const child = runWrapped(wrapped, collector.url, terminal);
  // A terminal's Ctrl-C reaches the child by itself; what is sent to us alone is passed on.
  void untilSignal().then((signal) => child.stop(signal));
  const code = await child.exit;
  await collector.stop();
  return code;
}
