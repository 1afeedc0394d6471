import type { ArgsDef } from "citty";
import { type CollectorConfig, collectorConfigSchema } from "../config.ts";

/** Flags that `dev` and `start` share. Every one has a `WEIR_*` variable: `--source-root` is `WEIR_SOURCE_ROOT`. */
export const COLLECTOR_FLAGS: ArgsDef = {
  host: { type: "string", description: "Address to listen on; anything but loopback needs tokens" },
  port: { type: "string", description: "Port for OTLP, API and dashboard (4318)" },
  data: { type: "string", description: "Folder for journal and store, or `memory`" },
  config: { type: "string", description: "A YAML or JSON file with the same settings" },
  "quiet-ms": { type: "string", description: "Quiet time after which a trace is analysed" },
  "min-requests": { type: "string", description: "Requests before an unproven finding is listed (30)" },
  "retention-days": { type: "string", description: "Days that rows and traces are kept (7)" },
  "source-root": { type: "string", description: "Folders the collector may read sources from, comma-separated" },
  forward: { type: "string", description: "OTLP endpoints that get a copy, comma-separated" },
  "allowed-hosts": { type: "string", description: "More host names the pages may be opened under, comma-separated" },
  "log-level": { type: "string", description: "silent, error, warn, info or debug" },
};

const LISTS = new Set(["sourceRoots", "forward", "allowedHosts", "allowedOrigins", "cors"]);

/** Names of settings that flags and variables spell differently. */
const RENAMED: Readonly<Record<string, string>> = { sourceRoot: "sourceRoots" };

export class ConfigError extends Error {
  readonly exitCode = 2;
}

/**
 * Merges flags over `WEIR_*` variables over the file over defaults.
 * @throws ConfigError naming each setting that is wrong.
 */
export function readConfig(
  mode: CollectorConfig["mode"],
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
  file: unknown,
): CollectorConfig {
  const merged: Record<string, unknown> = { ...asObject(file), ...fromEnv(env), ...fromFlags(flags), mode };
  const parsed = collectorConfigSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}

function fromFlags(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
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
    (["ingest", "read", "write"] as const).flatMap((kind) => {
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

function asObject(file: unknown): Record<string, unknown> {
  if (file === undefined || file === null) return {};
  if (typeof file === "object" && !Array.isArray(file)) return { ...file };
  throw new ConfigError("the configuration file must hold a mapping of settings");
}
