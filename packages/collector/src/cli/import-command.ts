import { statSync } from "node:fs";
import { resolve } from "node:path";
import { gzip } from "node:zlib";
import { promisify } from "node:util";
import type { Span } from "@weir/core";
import { formatBytes, formatCount } from "@weir/core/messages";
import { toOtlp } from "../api/traces/to-otlp.ts";
import { STANDARD_INPUT } from "../import/open-input.ts";
import { readInput } from "../import/read-input.ts";
import { SpanSender } from "../import/span-sender.ts";
import { countRejected } from "../ingest/span-batch.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { remoteReader } from "./observe.ts";
import { Progress } from "./progress.ts";
import { tell } from "./tell.ts";
import type { Terminal } from "./terminal.ts";

const pack = promisify(gzip);

/** Spans of one request to the collector. */
const BATCH = 2_000;
/** The pages show the last day unless told otherwise. Milliseconds. */
const SHOWN_MS = 86_400_000;

export const importCommand: Command = {
  name: "import",
  flags: { url: { type: "text", value: "url", about: "flag.url" } },
  operands: { label: "FILE…", min: 1, max: 1_000 },
  examples: [
    "weir import traces.jsonl.gz",
    "weir import jaeger.json --url http://localhost:4318",
    "zcat spans.gz | weir import -",
  ],
  run: runImport,
};

async function runImport(line: CommandLine, terminal: Terminal): Promise<number> {
  const { env, language } = terminal;
  const reader = remoteReader(textFlag(line.flags, "url"), terminal);
  const token = env["WEIR_INGEST_TOKEN"] || undefined;
  const paths = line.operands.map((file) => (file === STANDARD_INPUT ? file : resolve(terminal.cwd, file)));
  const total = paths.reduce((sum, path) => sum + (path === STANDARD_INPUT ? 0 : statSync(path).size), 0);
  // Asked first: a file of gigabytes is not read for a collector that is not there.
  await reader.get("status");
  const sender = new SpanSender(reader.url, token);
  const counts = { bytes: 0, rejected: 0, newest: 0 };
  const progress = new Progress(terminal, (elapsed) =>
    terminal.say("progress.sending", {
      spans: sender.sent,
      bytes: formatBytes(counts.bytes, language),
      total: total === 0 ? "?" : formatBytes(total, language),
      rate: formatCount(sender.sent / Math.max(elapsed / 1000, 0.001), language),
    }),
  );
  for (const path of paths) {
    for await (const item of readInput(path, { onBytes: (bytes) => (counts.bytes += bytes) })) {
      if (item.kind === "sources") await sender.sources(item.upload);
      if (item.kind !== "spans") continue;
      counts.rejected += countRejected(item.batch);
      for (let at = 0; at < item.batch.spans.length; at += BATCH) {
        const spans = item.batch.spans.slice(at, at + BATCH);
        for (const span of spans) counts.newest = Math.max(counts.newest, span.end / 1000);
        await sender.spans(await packed(spans));
        sender.sent += spans.length;
        progress.tick();
      }
    }
  }
  progress.done();
  return finished(sender, counts, terminal);
}

async function packed(spans: readonly Span[]): Promise<Buffer> {
  return pack(JSON.stringify(toOtlp(spans)), { level: 1 });
}

function finished(
  sender: SpanSender,
  { rejected, newest }: { readonly rejected: number; readonly newest: number },
  terminal: Terminal,
): number {
  const { say, clock } = terminal;
  if (terminal.json) terminal.printJson({ schemaVersion: 1, url: sender.url, spans: sender.sent, rejected });
  else tell(terminal, say("import.done", { n: sender.sent, url: sender.url }));
  if (rejected > 0) terminal.warn(`weir: ${say("import.rejected", { n: rejected })}`);
  if (newest > 0 && clock() - newest > SHOWN_MS)
    tell(terminal, say("import.old", { when: new Date(newest).toISOString() }));
  return sender.sent === 0 ? EXIT.noEvidence : EXIT.ok;
}
