import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { calleeName, nodesIn, parseModule } from "./parse-module.ts";
import type { Project } from "./read-project.ts";

/** The file in which a framework lets an app set up tracing, and what it does there. */
export interface HookFile {
  /** Relative to the project. */
  readonly path: string;
  readonly exists: boolean;
  readonly text: string;
  /** Names of calls in the order they stand: `registerWeir`, `registerOTel`, `Sentry.init`. */
  readonly calls: readonly string[];
  readonly parsed: boolean;
  /** Where one was found that the framework does not load. */
  readonly misplaced: string | undefined;
}

const ENDINGS = ["ts", "js", "mts", "mjs"] as const;

/** Calls that start the agent. */
const STARTS = new Set(["registerWeir", "withWeir", "weirSpanProcessor"]);

export function startsAgent({ calls }: Pick<HookFile, "calls">): boolean {
  return calls.some((name) => STARTS.has(name));
}

/** `undefined` for plain Node: there the agent comes by a flag. */
export function readHookFile(project: Project): HookFile | undefined {
  const { framework, root, typescript } = project;
  if (framework.name === "node") return undefined;
  const ending = typescript ? "ts" : "js";
  const base = framework.name === "sveltekit" ? "src/instrumentation.server" : nextBase(root);
  const found = ENDINGS.map((one) => `${base}.${one}`).find((path) => existsSync(join(root, path)));
  const path = found ?? `${base}.${ending}`;
  const text = found === undefined ? "" : readFileSync(join(root, found), "utf8");
  const program = found === undefined ? undefined : parseModule(path, text);
  return {
    path,
    exists: found !== undefined,
    text,
    calls: program === undefined ? [] : [...nodesIn(program)].flatMap((node) => calleeName(node) ?? []),
    parsed: program !== undefined,
    misplaced: found === undefined ? misplaced(project, base) : undefined,
  };
}

/** Next.js looks beside `app` and `pages`: in `src` when those are there. */
function nextBase(root: string): string {
  const inSource = ["src/app", "src/pages"].some((folder) => existsSync(join(root, folder)));
  const atRoot = ["app", "pages"].some((folder) => existsSync(join(root, folder)));
  return inSource && !atRoot ? "src/instrumentation" : "instrumentation";
}

function misplaced({ framework, root }: Project, base: string): string | undefined {
  const others =
    framework.name === "sveltekit"
      ? ["instrumentation.server", "src/instrumentation", "src/lib/instrumentation.server", "instrumentation"]
      : ["instrumentation", "src/instrumentation", "app/instrumentation", "src/app/instrumentation"];
  return others
    .filter((other) => other !== base)
    .flatMap((other) => ENDINGS.map((ending) => `${other}.${ending}`))
    .find((path) => existsSync(join(root, path)));
}
