import type { Hello, SourceFile } from "@weir/core";
import { readJsonBodies } from "../api/json-body.ts";
import { takeHello } from "../api/agents/take-hello.ts";
import { takeSources } from "../api/agents/take-sources.ts";
import { addRoute } from "../api/define-route.ts";
import { EventHub } from "../api/events/event-hub.ts";
import { toOtlp } from "../api/traces/to-otlp.ts";
import { captureLine } from "../import/capture-line.ts";
import { Intake } from "../ingest/intake.ts";
import { MemoryJournal } from "../ingest/journal/memory-journal.ts";
import { MAX_BODY_BYTES, MAX_BODY_BYTES_AT_ONCE, otlpReceiver } from "../ingest/receiver.ts";
import { type SpanSink, wholeSpans } from "../ingest/span-sink.ts";
import { Metrics } from "../metrics.ts";
import { closeServer, createServer } from "../server.ts";
import { createLogger } from "../server/logger.ts";
import type { Build } from "../source/port.ts";
import type { CaptureFile } from "./capture-file.ts";

/** Requests in work when the command has ended are given so long. Milliseconds. */
const CLOSE_GRACE_MS = 5_000;
/** Names of services kept for the summary. */
const MAX_SERVICES = 100;

export interface CaptureCounts {
  readonly spans: number;
  readonly dropped: number;
  readonly rejected: number;
  readonly sources: number;
  readonly services: readonly string[];
}

export interface CaptureServer {
  readonly url: string;
  readonly port: number;
  readonly counts: CaptureCounts;
  /** Takes no more, and closes the file with its summary. */
  stop(): Promise<void>;
}

/** Receives what agents send and writes it down, without looking into it. Rejects when the port is taken. */
export async function startCapture(file: CaptureFile, host: string, port: number): Promise<CaptureServer> {
  const counts = { spans: 0, dropped: 0, sources: 0 };
  const services = new Set<string>();
  const seen = new Set<string>();
  const metrics = new Metrics();
  const sink: SpanSink = {
    hasRoom: () => !file.isBusy,
    accept: (delivery) => {
      const spans = wholeSpans(delivery);
      for (const { resource } of spans) if (services.size < MAX_SERVICES) services.add(resource.service);
      if (file.write(`${JSON.stringify(toOtlp(spans))}\n`)) counts.spans += spans.length;
      else counts.dropped += spans.length;
      return spans.length;
    },
  };
  const intake = new Intake({ sink, journal: new MemoryJournal(), metrics, maxBodyBytes: MAX_BODY_BYTES });
  const app = createServer({
    logger: createLogger("silent"),
    metrics,
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
  });
  await app.register(
    otlpReceiver({
      intake,
      metrics,
      maxBodyBytes: MAX_BODY_BYTES,
      maxBodyBytesAtOnce: MAX_BODY_BYTES_AT_ONCE,
      cors: { origins: [], headers: [] },
      forwarders: [],
    }),
  );
  const agents = { hello: (hello: Hello) => void file.write(captureLine({ hello })), list: () => [] };
  const sources = {
    put: async (build: Build, files: readonly SourceFile[]) => {
      counts.sources += captureSources(build, files, file, seen);
    },
  };
  await app.register(
    async (scope) => {
      readJsonBodies(scope);
      addRoute(scope, takeHello({ agents, clock: Date.now, events: new EventHub(Date.now) }), {});
      addRoute(scope, takeSources({ sources }), {});
    },
    { prefix: "/api/v1" },
  );
  await app.listen({ host, port });
  const address = app.server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  const all = (): CaptureCounts => ({ ...counts, rejected: intake.counts.rejected, services: [...services].sort() });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    port: actual,
    get counts() {
      return all();
    },
    stop: async () => {
      await closeServer(app, CLOSE_GRACE_MS);
      const { spans, dropped, rejected } = all();
      await file.end(captureLine({ capture: { spans, dropped: dropped + rejected } }));
    },
  };
}

/** One line per file; the same file of the same build comes once. Answers how many were written. */
function captureSources(
  { service, env, version }: Build,
  files: readonly SourceFile[],
  file: CaptureFile,
  seen: Set<string>,
): number {
  let written = 0;
  for (const one of files) {
    const key = JSON.stringify([service, env, version, one.path, (one.map ?? "").length, (one.content ?? "").length]);
    if (seen.has(key)) continue;
    const upload = { service, env, ...(version === "" ? {} : { version }), files: [one] };
    if (!file.write(captureLine({ sources: upload }))) continue;
    seen.add(key);
    written += 1;
  }
  return written;
}
