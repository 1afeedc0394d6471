import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createMcpServer } from "../mcp/mcp-server.ts";
import { mcpRoute } from "../mcp/serve-mcp.ts";
import { Metrics } from "../metrics.ts";
import { closeServer, createServer } from "../server.ts";
import { createLogger } from "../server/logger.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { numberFlag } from "./number-flag.ts";
import { observe, OBSERVE_FLAGS, type Observed } from "./observe.ts";
import type { Terminal } from "./terminal.ts";
import { untilSignal } from "./until-signal.ts";

const HOST = "127.0.0.1";
const CLOSE_GRACE_MS = 1_000;

export const mcpCommand: Command = {
  name: "mcp",
  flags: {
    ...OBSERVE_FLAGS,
    http: { type: "text", value: "port", about: "flag.http" },
    "allow-write": { type: "switch", about: "flag.allow-write" },
  },
  operands: { label: "FILE…", min: 0, max: 1_000 },
  examples: [
    "weir mcp                       # for an assistant's configuration",
    "weir mcp traces.jsonl.gz",
    "weir mcp --http 4319",
  ],
  run: runMcp,
};

async function runMcp(line: CommandLine, terminal: Terminal): Promise<number> {
  // A collector is asked unless files are named: an assistant works beside an app that runs.
  const url = textFlag(line.flags, "url") ?? (terminal.env["WEIR_URL"] || undefined);
  const flags = line.operands.length === 0 ? { ...line.flags, url: url ?? "http://localhost:4318" } : line.flags;
  const observed = await observe({ ...line, flags }, terminal, 1);
  try {
    const port = numberFlag(line.flags, "http");
    const allowWrite = line.flags["allow-write"] === true;
    return port === undefined
      ? await overStdio(observed, allowWrite)
      : await overHttp(observed, allowWrite, port, terminal);
  } finally {
    await observed.close();
  }
}

async function overStdio({ api }: Observed, allowWrite: boolean): Promise<number> {
  const served = serveStdio(() => createMcpServer(api, { allowWrite }));
  const ended = new Promise((resolve) => process.stdin.once("end", resolve).once("close", resolve));
  await Promise.race([ended, untilSignal()]);
  await served.close();
  return EXIT.ok;
}

async function overHttp({ api }: Observed, allowWrite: boolean, port: number, terminal: Terminal): Promise<number> {
  const { env } = terminal;
  const app = createServer({
    logger: createLogger("silent"),
    metrics: new Metrics(),
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
  });
  const read = env["WEIR_READ_TOKEN"] || undefined;
  await app.register(mcpRoute({ api, tokens: { read }, allowWrite }));
  await app.listen({ host: HOST, port });
  const address = app.server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  terminal.note(`weir: ${terminal.say("mcp.ready", { url: `http://${HOST}:${actual}/mcp` })}`);
  await untilSignal();
  await closeServer(app, CLOSE_GRACE_MS);
  return EXIT.ok;
}
