import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().positive();

/** Everything a collector can be told. Flags beat `WEIR_*` variables, which beat the file, which beats these defaults. */
export const collectorConfigSchema = z.strictObject({
  mode: z.enum(["dev", "start"]).default("start"),
  host: z.string().default("127.0.0.1"),
  port: port.default(4318),
  /** Folder of the journal, the store and uploaded sources. `memory` keeps nothing on disk. */
  data: z.string().default(".weir"),
  /** A trace is analysed when it has been quiet for so long. Milliseconds. */
  quietMs: positive.optional(),
  maxAgeMs: positive.default(120_000),
  /** Requests after which a finding that is not proven in development is listed. */
  minRequests: z.coerce.number().int().min(1).default(30),
  retentionDays: z.coerce.number().int().min(1).default(7),
  maxBodyBytes: positive.default(64 * 1024 * 1024),
  maxOpenSpans: positive.default(500_000),
  fsync: z.enum(["interval", "always", "memory"]).default("interval"),
  tokens: z
    .strictObject({
      ingest: z.string().min(16).optional(),
      read: z.string().min(16).optional(),
      write: z.string().min(16).optional(),
    })
    .default({}),
  allowedHosts: z.array(z.string()).default([]),
  allowedOrigins: z.array(z.string()).default([]),
  cors: z.array(z.string()).default([]),
  forward: z.array(z.url()).default([]),
  /** Directories from which source maps and sources may be read directly. */
  sourceRoots: z.array(z.string()).default([]),
  logLevel: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});

export type CollectorConfig = z.infer<typeof collectorConfigSchema>;

/** Milliseconds of quiet after which a trace is closed: a developer waits for it, a staging server does not. */
export function quietMs(config: CollectorConfig): number {
  return config.quietMs ?? (config.mode === "dev" ? 1_000 : 2_000);
}
