import { relative, resolve } from "node:path";
import { formatBytes } from "@weir/core/messages";
import { CaptureFile } from "./capture-file.ts";
import { type CaptureServer, startCapture } from "./capture-server.ts";
import { usageError } from "./cli-error.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { freePort } from "./free-port.ts";
import { numberFlag } from "./number-flag.ts";
import { DEFAULT_CAPTURE } from "./observe.ts";
import { Progress } from "./progress.ts";
import { tell } from "./tell.ts";
import type { Terminal } from "./terminal.ts";
import { untilSignal } from "./until-signal.ts";
import { runWrapped } from "./wrapped-command.ts";

const HOST = "127.0.0.1";
const DEFAULT_PORT = 4318;
const DEFAULT_MEGABYTES = 512;
const PROGRESS_MS = 250;

export const capture: Command = {
  name: "capture",
  flags: {
    output: { type: "text", short: "o", value: "file", about: "flag.output" },
    port: { type: "text", value: "number", about: "flag.port" },
    "max-size": { type: "text", value: "MB", about: "flag.max-size" },
  },
  wraps: true,
  examples: [
    "weir capture -- pnpm e2e",
    "weir capture -o traces.jsonl.gz -- npm test",
    "weir capture   # until Ctrl-C",
  ],
  run: runCapture,
};

async function runCapture(line: CommandLine, terminal: Terminal): Promise<number> {
  const { flags, wrapped } = line;
  const path = resolve(terminal.cwd, textFlag(flags, "output") ?? DEFAULT_CAPTURE);
  const megabytes = numberFlag(flags, "max-size") ?? DEFAULT_MEGABYTES;
  const wanted = numberFlag(flags, "port") ?? DEFAULT_PORT;
  const port = await freePort(HOST, wanted);
  // A port that somebody asked for is one that somebody counts on.
  if (port !== wanted && textFlag(flags, "port") !== undefined)
    throw usageError(["error.port-taken", { port: String(wanted) }]);
  if (port !== wanted) tell(terminal, terminal.say("dev.port-taken", { port: String(wanted), other: String(port) }));
  const file = new CaptureFile(path, megabytes * 1_000_000);
  const server = await startCapture(file, HOST, port);
  const shown = relative(terminal.cwd, path);
  tell(terminal, terminal.say("capture.to", { path: shown }));
  const code = wrapped.length > 0 ? await beside(server, wrapped, terminal) : await alone(server, file, terminal);
  await server.stop();
  summarise(server, file, shown, terminal);
  if (code !== EXIT.ok) tell(terminal, terminal.say("capture.child", { code: String(code) }));
  else if (server.counts.spans > 0) tell(terminal, terminal.say("capture.next"));
  return code;
}

async function beside(server: CaptureServer, wrapped: readonly string[], terminal: Terminal): Promise<number> {
  const child = runWrapped(wrapped, server.url, terminal);
  void untilSignal().then((signal) => child.stop(signal));
  return child.exit;
}

async function alone(server: CaptureServer, file: CaptureFile, terminal: Terminal): Promise<number> {
  tell(terminal, terminal.say("start.listening", { url: server.url }));
  const progress = new Progress(terminal, () =>
    terminal.say("progress.capturing", {
      spans: server.counts.spans,
      bytes: formatBytes(file.bytes, terminal.language),
    }),
  );
  let told = -1;
  const timer = setInterval(() => {
    // A log needs no line that says the same again.
    if (!terminal.live && told === server.counts.spans) return;
    told = server.counts.spans;
    progress.tick();
  }, PROGRESS_MS);
  await untilSignal();
  clearInterval(timer);
  progress.done();
  return EXIT.ok;
}

function summarise({ counts }: CaptureServer, file: CaptureFile, path: string, terminal: Terminal): void {
  const { say, language } = terminal;
  const { spans, dropped, rejected, sources, services } = counts;
  if (terminal.json) {
    terminal.printJson({ schemaVersion: 1, path, bytes: file.bytes, spans, dropped, rejected, sources, services });
    return;
  }
  if (spans === 0) terminal.warn(`weir: ${say("capture.nothing")}`);
  else {
    const bytes = formatBytes(file.bytes, language);
    tell(terminal, say("capture.done", { spans, services: services.join(", "), bytes, path }));
  }
  if (sources > 0 && terminal.verbose) tell(terminal, say("capture.sources", { n: sources }));
  if (rejected > 0) terminal.warn(`weir: ${say("capture.rejected", { n: rejected })}`);
  if (dropped > 0) terminal.warn(`weir: ${say("capture.dropped", { n: dropped })}`);
}
