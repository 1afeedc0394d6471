import { COLLECTOR_FLAGS, readConfig } from "../../packages/collector/src/cli/flags.ts";
import { checkListen } from "../../packages/collector/src/server/listen-check.ts";
import type { Fault } from "./fault.ts";
import type { Kustomization } from "./kustomization.ts";

/** Long enough for a token, and nothing a file should hold. */
const SECRET = "s".repeat(24);

const KNOWN = new Set([
  ...Object.keys(COLLECTOR_FLAGS).map((flag) => `WEIR_${flag.toUpperCase().replaceAll("-", "_")}`),
  ...["INGEST", "READ", "WRITE", "PEER"].map((kind) => `WEIR_${kind}_TOKEN`),
]);

/** Would a collector start with these variables? An unknown one is a setting that nobody heeds. */
export function settingFaults(file: string, env: Readonly<Record<string, string>>): readonly Fault[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith("WEIR_") && !KNOWN.has(name));
  const faults = unknown.map((name) => ({ file, says: `${name} is no setting of the collector` }));
  try {
    const listen = checkListen(readConfig("start", {}, env, undefined));
    return listen.ok ? faults : [...faults, { file, says: listen.error.message }];
  } catch (error) {
    return [...faults, { file, says: error instanceof Error ? error.message : String(error) }];
  }
}

/** A compose file's value, with what it asks of the environment filled in. */
export function filledIn(value: string): string {
  return value.replaceAll(/\$\{(\w+)(?::?[-?][^}]*)?\}/g, (_all, name: string) =>
    name === "WEIR_NAME" ? "weir.example" : SECRET,
  );
}

interface Variable {
  readonly name: string;
  readonly value?: string;
}
interface PodOwner {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { env?: readonly Variable[] }[] } };
  };
}

/** What the collector of a kustomization is started with; secrets by reference stand as made-up ones. */
export function variablesOf({ resources, patches, literals }: Kustomization): Readonly<Record<string, string>> {
  const env: Record<string, string> = { ...literals.get("weir-settings") };
  for (const { content } of [...resources, ...patches]) {
    const containers = (content as PodOwner).spec?.template?.spec?.containers ?? [];
    for (const { name, value } of containers.flatMap((container) => container.env ?? []))
      env[name] = value?.replace("$(POD)", "weir-0") ?? (name === "WEIR_STORE" ? "clickhouse://h" : SECRET);
  }
  return env;
}
