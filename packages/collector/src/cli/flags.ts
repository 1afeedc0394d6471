import type { z } from "zod";
import { type CollectorConfig, collectorConfigSchema } from "../config.ts";
import type { Flags, GivenFlags } from "./command.ts";

/** Flags that `dev` and `start` share. Every one has a `WEIR_*` variable: `--source-root` is `WEIR_SOURCE_ROOT`. */
export const COLLECTOR_FLAGS: Flags = {
  host: { type: "text", value: "address", about: "flag.host" },
  port: { type: "text", value: "number", about: "flag.port" },
  data: { type: "text", value: "folder", about: "flag.data" },
  store: { type: "text", value: "address", about: "flag.store" },
  peers: { type: "text", value: "urls", about: "flag.peers" },
  self: { type: "text", value: "url", about: "flag.self" },
  config: { type: "text", value: "file", about: "flag.config" },
  "quiet-ms": { type: "text", value: "ms", about: "flag.quiet-ms" },
  "min-requests": { type: "text", value: "number", about: "flag.min-requests" },
  "retention-days": { type: "text", value: "days", about: "flag.retention-days" },
  "source-root": { type: "text", value: "folders", about: "flag.source-root" },
  forward: { type: "text", value: "urls", about: "flag.forward" },
  "allowed-hosts": { type: "text", value: "names", about: "flag.allowed-hosts" },
  "trusted-proxies": { type: "text", value: "ranges", about: "flag.trusted-proxies" },
  "rate-limit": { type: "text", value: "number", about: "flag.rate-limit" },
  alerts: { type: "text", value: "file", about: "flag.alerts" },
  "alerts-allow": { type: "text", value: "ranges", about: "flag.alerts-allow" },
  "public-url": { type: "text", value: "url", about: "flag.public-url" },
  "log-level": {
    type: "text",
    value: "level",
    choices: ["silent", "error", "warn", "info", "debug"],
    about: "flag.log-level",
  },
};

const LISTS = new Set([
  "sourceRoots",
  "alertsAllow",
  "forward",
  "allowedHosts",
  "allowedOrigins",
  "cors",
  "trustedProxies",
  "peers",
]);

/** Names of settings that flags and variables spell differently. */
const RENAMED: Readonly<Record<string, string>> = { sourceRoot: "sourceRoots" };

/** Sections of the file that are no settings of the collector. */
const OTHER_SECTIONS = new Set(["check", "report", "url", "$schema"]);

export class ConfigError extends Error {
  readonly exitCode = 2;
}

/** Where a setting was made. */
export type Origin = "flag" | "environment" | "file" | "default";

export interface Settings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly origins: Readonly<Record<string, Origin>>;
}

/** All settings that somebody made: flags over `WEIR_*` variables over the file. */
export function mergeSettings(
  flags: GivenFlags,
  env: Readonly<Record<string, string | undefined>>,
  file: unknown,
): Settings {
  const layers: [Origin, Record<string, unknown>][] = [
    ["file", fromFile(file)],
    ["environment", fromEnv(env)],
    ["flag", fromFlags(flags)],
  ];
  const values = Object.assign({}, ...layers.map(([, layer]) => layer)) as Record<string, unknown>;
  const origins = Object.fromEntries(
    layers.flatMap(([origin, layer]) => Object.keys(layer).map((key) => [key, origin])),
  );
  return { values, origins };
}

/**
 * Merges flags over `WEIR_*` variables over the file over defaults.
 * @throws ConfigError naming each setting that is wrong.
 */
export function readConfig(
  mode: CollectorConfig["mode"],
  flags: GivenFlags,
  env: Readonly<Record<string, string | undefined>>,
  file: unknown,
): CollectorConfig {
  const parsed = collectorConfigSchema.safeParse({ ...mergeSettings(flags, env, file).values, mode });
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map(faultOf).join("\n"));
}

type Fault = z.core.$ZodIssue;

/** What is wrong with a setting, never what it is: it may be a token. */
function faultOf(fault: Fault): string {
  return `${fault.path.join(".")}${fault.path.length === 0 ? "" : ": "}${whyOf(fault)}`;
}

function whyOf(fault: Fault): string {
  if (fault.code === "invalid_type" && fault.expected === "number") return "is no number";
  if (fault.code === "unrecognized_keys") return `there is no such setting: ${fault.keys.join(", ")}`;
  if (fault.code === "invalid_format") return "is no address of the kind that is needed";
  const characters = "origin" in fault && fault.origin === "string" ? " characters long" : "";
  if (fault.code === "too_big") return `is more than ${fault.maximum}${characters}`;
  if (fault.code === "too_small") return `has to be at least ${fault.minimum}${characters}`;
  return fault.message;
}

function fromFlags(flags: GivenFlags): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const name of Object.keys(COLLECTOR_FLAGS)) {
    const value = flags[name];
    if (name === "config" || typeof value !== "string") continue;
    put(settings, camel(name), value);
  }
  return settings;
}

function fromEnv(env: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const name of Object.keys(COLLECTOR_FLAGS)) {
    const value = env[`WEIR_${name.toUpperCase().replaceAll("-", "_")}`];
    if (name !== "config" && value !== undefined && value !== "") put(settings, camel(name), value);
  }
  const tokens = Object.fromEntries(
    (["ingest", "read", "write", "peer"] as const).flatMap((kind) => {
      const token = env[`WEIR_${kind.toUpperCase()}_TOKEN`];
      return token === undefined || token === "" ? [] : [[kind, token]];
    }),
  );
  return Object.keys(tokens).length === 0 ? settings : { ...settings, tokens };
}

function put(settings: Record<string, unknown>, name: string, value: string): void {
  const setting = RENAMED[name] ?? name;
  settings[setting] = LISTS.has(setting) ? value.split(",").filter((item) => item !== "") : value;
}

function camel(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function fromFile(file: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asObject(file)).filter(([key]) => !OTHER_SECTIONS.has(key)));
}

function asObject(file: unknown): Record<string, unknown> {
  if (file === undefined || file === null) return {};
  if (typeof file === "object" && !Array.isArray(file)) return { ...file };
  throw new ConfigError("the configuration file must hold a mapping of settings");
}

/** A section of the file that is no setting of the collector. */
export function sectionOf(file: unknown, name: "check" | "report" | "url"): unknown {
  return asObject(file)[name];
}
