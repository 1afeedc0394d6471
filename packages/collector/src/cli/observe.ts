import { mkdtemp, rm } from "node:fs/promises";
import { createWriteStream, existsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ApiReader } from "../api/reader.ts";
import { RemoteReader } from "../api/remote-reader.ts";
import { STANDARD_INPUT } from "../import/open-input.ts";
import { readInput } from "../import/read-input.ts";
import { openOffline, type OfflineCollector } from "../offline.ts";
import { formatBytes, formatMillis } from "@weir/core/messages";
import { usageError } from "./cli-error.ts";
import { type CommandLine, type Flags, textFlag } from "./command.ts";
import { Progress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Flags of every command that looks at findings: of files, or of a collector that runs. */
export const OBSERVE_FLAGS: Flags = {
  url: { type: "text", value: "url", about: "flag.url" },
  service: { type: "text", value: "name", about: "flag.service" },
  env: { type: "text", value: "name", about: "flag.env" },
  version: { type: "text", value: "name", about: "flag.version" },
  "source-root": { type: "text", value: "folders", about: "flag.source-root" },
};

/** Where `weir capture` writes and other commands look. */
export const DEFAULT_CAPTURE = ".weir/capture.jsonl";
const DEFAULT_URL = "http://localhost:4318";
const RECORD_ONE = "Start one with `weir dev`, name another with --url, or record a file: weir capture -- <your tests>";

/** Something to ask for findings. */
export interface Observed {
  readonly api: ApiReader;
  /** Present when files were read. */
  readonly offline?: OfflineCollector;
  /** Milliseconds since the epoch; the API's own window when a collector is asked. */
  readonly window: { readonly from?: number; readonly to?: number };
  close(): Promise<void>;
}

/** Reads the files named, or the last capture, or asks the collector that `--url` names. */
export async function observe(line: CommandLine, terminal: Terminal, minRequests: number): Promise<Observed> {
  const url = textFlag(line.flags, "url");
  const files = filesOf(line, terminal, url);
  if (files.length > 0) {
    if (url !== undefined) throw usageError(["error.files-or-url", {}]);
    return observeFiles(files, line, terminal, minRequests);
  }
  return { api: remoteReader(url, terminal, RECORD_ONE), window: {}, close: async () => undefined };
}

/** The collector named by `--url` or `WEIR_URL`, else the one on this machine. */
export function remoteReader(url: string | undefined, terminal: Terminal, whenAway?: string): RemoteReader {
  const { env } = terminal;
  const token = env["WEIR_WRITE_TOKEN"] || env["WEIR_READ_TOKEN"] || undefined;
  return new RemoteReader(url ?? (env["WEIR_URL"] || DEFAULT_URL), {
    token,
    ...(whenAway === undefined ? {} : { whenAway }),
  });
}

function filesOf({ operands }: CommandLine, { cwd }: Terminal, url: string | undefined): readonly string[] {
  if (operands.length > 0) return operands;
  return url === undefined && existsSync(join(cwd, DEFAULT_CAPTURE)) ? [DEFAULT_CAPTURE] : [];
}

async function observeFiles(
  files: readonly string[],
  { flags }: CommandLine,
  terminal: Terminal,
  minRequests: number,
): Promise<Observed> {
  const roots = textFlag(flags, "source-root")?.split(",") ?? ["."];
  const spool = await spoolInput(files, terminal);
  const paths = files.map((file) => (file === STANDARD_INPUT ? (spool?.path ?? file) : resolve(terminal.cwd, file)));
  const total = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const offline = await openOffline({ sourceRoots: roots.map((root) => resolve(terminal.cwd, root)), minRequests });
  try {
    // Sources first: they stand behind the spans that need them.
    for (const path of paths) {
      for await (const item of readInput(path, { only: "capture-lines" })) await offline.take(item);
    }
    let bytes = 0;
    const progress = new Progress(terminal, (elapsed) =>
      readingText(offline.counts.spans, bytes, total, elapsed, terminal),
    );
    for (const path of paths) {
      for await (const item of readInput(path, { onBytes: (read) => (bytes += read) })) {
        if (item.kind === "spans") await offline.take(item);
        progress.tick();
      }
    }
    await offline.finish();
    progress.done();
  } catch (error) {
    await offline.close();
    throw error;
  } finally {
    await spool?.remove();
  }
  return { api: offline, offline, window: offline.window, close: () => offline.close() };
}

function readingText(
  spans: number,
  bytes: number,
  total: number,
  elapsedMs: number,
  { say, language }: Terminal,
): string {
  const rate = bytes / Math.max(elapsedMs / 1000, 0.001);
  return say("progress.reading", {
    spans,
    bytes: formatBytes(bytes, language),
    total: formatBytes(total, language),
    rate: formatBytes(rate, language),
    left: formatMillis(((total - bytes) / Math.max(rate, 1)) * 1000, language),
  });
}

/** Standard input is read twice, hence kept. */
async function spoolInput(
  files: readonly string[],
  terminal: Terminal,
): Promise<{ readonly path: string; remove(): Promise<void> } | undefined> {
  if (!files.includes(STANDARD_INPUT)) return undefined;
  if (process.stdin.isTTY) throw usageError(["error.stdin-is-a-screen", {}], ["hint.stdin", {}]);
  const folder = await mkdtemp(join(terminal.env["TMPDIR"] || tmpdir(), "weir-input-"));
  const path = join(folder, "input");
  await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
