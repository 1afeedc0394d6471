import { z } from "zod";

/** Everything a collector can be told. Flags beat `WEIR_*` variables, which beat the file, which beats the defaults. */
export interface CollectorConfig {
  readonly mode: "dev" | "start";
  readonly host: string;
  readonly port: number;
  /** Folder of the journal, the store and uploaded sources. `memory` keeps nothing on disk. */
  readonly data: string;
  /** `clickhouse://user:password@host:8123/database?cluster=name`; without it the store is a folder in `data`. */
  readonly store?: string | undefined;
  /** A trace is analysed when it has been quiet for so long. Milliseconds. */
  readonly quietMs?: number | undefined;
  /** A trace is analysed at this age whatever still arrives. Milliseconds. */
  readonly maxAgeMs: number;
  /** Requests after which a finding that is not proven in development is listed. */
  readonly minRequests: number;
  readonly retentionDays: number;
  /** Bytes of one OTLP body after decompression. */
  readonly maxBodyBytes: number;
  /** Spans of traces that are not closed yet; above it senders are asked to wait. */
  readonly maxOpenSpans: number;
  /** When the journal's bytes are forced to disk: every 50 ms, before every answer, or never kept at all. */
  readonly fsync: "interval" | "always" | "memory";
  /** Of each kind one or several, comma-separated: all are valid, so that one can be replaced without a gap. */
  readonly tokens: {
    readonly ingest?: readonly string[] | undefined;
    readonly read?: readonly string[] | undefined;
    readonly write?: readonly string[] | undefined;
    /** What collectors show each other. */
    readonly peer?: readonly string[] | undefined;
  };
  /**
   * Base URLs of all collectors that share the store, this one included, or one `dns://name:port`, whose addresses they are.
   * Empty: there is one collector.
   */
  readonly peers: readonly string[];
  /** This collector's own base URL, as the other collectors know it. */
  readonly self?: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Requests for pages and API that one address may make in a minute; 0 is without bound. */
  readonly rateLimit: number;
  /** Origins whose pages may send spans. */
  readonly cors: readonly string[];
  /** OTLP endpoints that get a copy of everything accepted. */
  readonly forward: readonly string[];
  /** Directories from which source maps and sources may be read directly. */
  readonly sourceRoots: readonly string[];
  /** File of alert rules; `weir.alerts.yaml` in the working directory where there is one. */
  readonly alerts?: string | undefined;
  /** Private addresses and ranges that alert receivers may have. */
  readonly alertsAllow: readonly string[];
  /** Where people open the dashboard, for links in messages. */
  readonly publicUrl?: string | undefined;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

const positive = z.coerce.number().positive();
const names = z.array(z.string()).default([]);
/** More would be no rotation but a list of people. */
const MAX_TOKENS = 4;
const token = z
  .preprocess(
    (set) => (typeof set === "string" ? set.split(",").map((one) => one.trim()) : set),
    z.array(z.string().min(16)).min(1).max(MAX_TOKENS),
  )
  .optional();
const peers = z
  .array(z.url({ protocol: /^(?:https?|dns)$/ }))
  .max(64)
  .default([])
  .refine(
    (list) => list.length < 2 || list.every((url) => !url.startsWith("dns:")),
    "one dns:// name, or a list of URLs",
  );
const addresses = z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])).default([]);

export const collectorConfigSchema: z.ZodType<CollectorConfig> = z.strictObject({
  mode: z.enum(["dev", "start"]).default("start"),
  host: z.string().default("127.0.0.1"),
  port: z.coerce.number().int().min(0).max(65_535).default(4318),
  data: z.string().default(".weir"),
  store: z.string().optional(),
  quietMs: positive.optional(),
  maxAgeMs: positive.default(120_000),
  minRequests: z.coerce.number().int().min(1).default(30),
  retentionDays: z.coerce.number().int().min(1).default(7),
  maxBodyBytes: positive.default(64 * 1024 * 1024),
  maxOpenSpans: positive.default(500_000),
  fsync: z.enum(["interval", "always", "memory"]).default("interval"),
  tokens: z.strictObject({ ingest: token, read: token, write: token, peer: token }).default({}),
  peers,
  self: z.url({ protocol: /^https?$/ }).optional(),
  allowedHosts: names,
  allowedOrigins: names,
  trustedProxies: addresses,
  rateLimit: z.coerce.number().int().min(0).default(6_000),
  cors: names,
  forward: z.array(z.url()).default([]),
  sourceRoots: names,
  alerts: z.string().optional(),
  alertsAllow: addresses,
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  logLevel: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});

/** Milliseconds of quiet after which a trace is closed: a developer waits for it, a staging server does not. */
export function quietMs(config: CollectorConfig): number {
  return config.quietMs ?? (config.mode === "dev" ? 1_000 : 2_000);
}
