import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { FindingDetail, RouteDetail } from "@weir/core";
import type { ApiReader } from "../api/reader.ts";
import { STANDARD_INPUT } from "../import/open-input.ts";
import { survey } from "../report/survey.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { observe, OBSERVE_FLAGS } from "./observe.ts";
import type { Terminal } from "./terminal.ts";

const FORMATS = ["otlp-jsonl", "otlp-json", "jaeger"] as const;
type Format = (typeof FORMATS)[number];

/** Traces of one export: it is held in memory for the two formats that are one document. */
const MOST_TRACES = 10_000;

export const exportCommand: Command = {
  name: "export",
  flags: {
    ...OBSERVE_FLAGS,
    format: { type: "text", short: "f", value: "format", choices: FORMATS, about: "flag.export-format" },
    output: { type: "text", short: "o", value: "file", about: "flag.output" },
    route: { type: "text", value: "route", about: "flag.route" },
  },
  operands: { label: "FINGERPRINT|TRACE…", min: 0, max: 1_000 },
  examples: [
    "weir export -o kept.jsonl.gz",
    "weir export 3f9c1e2a8b7d6c50 -f jaeger -o finding.json",
    'weir export --route "GET /dashboard" -o -',
  ],
  run: runExport,
};

async function runExport(line: CommandLine, terminal: Terminal): Promise<number> {
  const format = (textFlag(line.flags, "format") ?? "otlp-jsonl") as Format;
  const output = textFlag(line.flags, "output") ?? STANDARD_INPUT;
  const observed = await observe({ ...line, operands: [] }, terminal, 1);
  try {
    const ids = await traceIds(observed.api, line, observed.window);
    if (ids.length === 0) {
      terminal.warn(`weir: ${terminal.say("export.none")}`);
      return EXIT.noEvidence;
    }
    await write(documents(observed.api, ids, format), format, output, terminal);
    if (terminal.json && output !== STANDARD_INPUT)
      terminal.printJson({ schemaVersion: 1, traces: ids.length, path: output });
    else if (output !== STANDARD_INPUT)
      terminal.note(`weir: ${terminal.say("export.done", { n: ids.length, path: output })}`);
    return EXIT.ok;
  } finally {
    await observed.close();
  }
}

/** The traces named, those of findings named, those of a route; without a name, every trace that is kept. */
async function traceIds(
  api: ApiReader,
  { operands, flags }: CommandLine,
  window: { from?: number; to?: number },
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const name of operands) {
    if (/^[0-9a-f]{32}$/i.test(name)) ids.add(name.toLowerCase());
    else
      for (const { traceId } of (await api.get<FindingDetail>(`findings/${encodeURIComponent(name)}`)).exemplars)
        ids.add(traceId);
  }
  if (operands.length > 0) return [...ids];
  const route = textFlag(flags, "route");
  const query = {
    ...window,
    service: textFlag(flags, "service"),
    env: textFlag(flags, "env"),
    version: textFlag(flags, "version"),
  };
  const { routes } = await survey(api, query);
  for (const { key, service, env } of routes) {
    if (route !== undefined && key !== route) continue;
    const { exemplars } = await api.get<RouteDetail>(`routes/${encodeURIComponent(key)}`, { service, env, ...window });
    for (const { traceId } of exemplars) if (ids.size < MOST_TRACES) ids.add(traceId);
  }
  return [...ids];
}

async function* documents(api: ApiReader, ids: readonly string[], format: Format): AsyncGenerator<object> {
  for (const id of ids)
    yield await api.get<object>(`traces/${id}`, { format: format === "jaeger" ? "jaeger" : "otlp" });
}

async function write(items: AsyncIterable<object>, format: Format, output: string, terminal: Terminal): Promise<void> {
  const text = Readable.from(format === "otlp-jsonl" ? lines(items) : oneDocument(items, format));
  if (output === STANDARD_INPUT) {
    for await (const piece of text) terminal.printRaw(String(piece));
    return;
  }
  const path = resolve(terminal.cwd, output);
  mkdirSync(dirname(path), { recursive: true });
  const file = createWriteStream(path, { mode: 0o600 });
  await (path.endsWith(".gz") ? pipeline(text, createGzip(), file) : pipeline(text, file));
}

async function* lines(items: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(withoutVersion(item))}\n`;
}

/** The lists of all documents in one. */
async function* oneDocument(items: AsyncIterable<object>, format: Format): AsyncGenerator<string> {
  const field = format === "jaeger" ? "data" : "resourceSpans";
  yield `{"${field}":[`;
  let first = true;
  for await (const item of items) {
    for (const one of (item as Readonly<Record<string, readonly unknown[] | undefined>>)[field] ?? []) {
      yield (first ? "\n" : ",\n") + JSON.stringify(one);
      first = false;
    }
  }
  yield "\n]}\n";
}

function withoutVersion(item: object): object {
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== "schemaVersion"));
}
