import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Project } from "../project/read-project.ts";

/** A variable as the app will see it, and where it is set. */
export interface Variable {
  readonly value: string;
  /** `environment`, `.env.local`, `package.json: dev`. */
  readonly where: string;
}

export type Variables = ReadonlyMap<string, Variable>;

/** Later ones win, as Next.js and Vite read them. */
const ENV_FILES = [".env", ".env.development", ".env.production", ".env.local", ".env.development.local"] as const;
const MAX_BYTES = 256 * 1024;

const OURS = /^(?:OTEL_|WEIR_)/;

/** Everything that sets a variable of ours for this project: files, scripts, and the environment above them. */
export function variablesOf(project: Project, env: Readonly<Record<string, string | undefined>>): Variables {
  const found = new Map<string, Variable>();
  for (const file of ENV_FILES) {
    const path = join(project.root, file);
    if (!existsSync(path) || statSync(path).size > MAX_BYTES) continue;
    for (const [name, value] of Object.entries(parseEnv(readFileSync(path, "utf8")))) put(found, name, value, file);
  }
  for (const [script, command] of project.scripts) {
    for (const [, name = "", value = ""] of command.matchAll(/\b((?:OTEL|WEIR)_[A-Z_]+)=("[^"]*"|'[^']*'|\S*)/g)) {
      put(found, name, value.replaceAll(/^["']|["']$/g, ""), `package.json: ${script}`);
    }
  }
  for (const [name, value] of Object.entries(env)) put(found, name, value, "environment");
  return found;
}

/** An empty variable is as good as none. */
function put(found: Map<string, Variable>, name: string, value: string | undefined, where: string): void {
  if (OURS.test(name) && value !== undefined && value.trim() !== "") found.set(name, { value: value.trim(), where });
}
