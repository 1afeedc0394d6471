import type { AddressInfo } from "node:net";
import { FILE_JOURNAL, FileJournal } from "../../packages/collector/src/ingest/journal/file-journal.ts";
import { MemoryJournal } from "../../packages/collector/src/ingest/journal/memory-journal.ts";
import { Intake } from "../../packages/collector/src/ingest/intake.ts";
import { MAX_BODY_BYTES, MAX_BODY_BYTES_AT_ONCE, otlpReceiver } from "../../packages/collector/src/ingest/receiver.ts";
import { Metrics } from "../../packages/collector/src/metrics.ts";
import { createLogger } from "../../packages/collector/src/server/logger.ts";
import { createServer } from "../../packages/collector/src/server.ts";

/*
 * Child process of the receive bench: a receiver whose spans go nowhere. Tells its parent its port, and on every
 * message how many spans it has read and how much CPU time it has used.
 */
const [durability = "memory", directory = ""] = process.argv.slice(2);
const onFailure = (error: Error): void => console.error(error.message);
const journal =
  durability === "memory"
    ? new MemoryJournal()
    : await FileJournal.open({ ...FILE_JOURNAL, directory, fsync: durability as "interval" | "always", onFailure });

const metrics = new Metrics();
const sink = {
  hasRoom: () => true,
  accept: ({ spans, entry }: { readonly spans: readonly unknown[]; readonly entry: number }): number => {
    journal.release(entry);
    return spans.length;
  },
};
const intake = new Intake({ sink, journal, metrics, maxBodyBytes: MAX_BODY_BYTES });
const app = createServer({
  logger: createLogger("error"),
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
await app.listen({ host: "127.0.0.1", port: 0 });

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ spans: intake.counts.spans, cpuMicros: user + system });
});
process.send?.({ port: (app.server.address() as AddressInfo).port });
