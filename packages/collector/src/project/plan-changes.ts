import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MagicString } from "magic-string";
import { readHookFile, startsAgent } from "./hook-file.ts";
import { readKitTracing } from "./kit-tracing.ts";
import { calleeName, type Node, nodesIn, parseModule } from "./parse-module.ts";
import type { PackageManager, Project } from "./read-project.ts";

/** One file as it would be. */
export interface FileChange {
  readonly path: string;
  /** Absent for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Something a person has to change: the file is of a form that is not touched. */
export interface ByHand {
  readonly path: string;
  readonly what: "tracing" | "hook";
  readonly code: string;
}

export interface ChangePlan {
  readonly files: readonly FileChange[];
  readonly byHand: readonly ByHand[];
  /** Commands of the package manager, as arguments. */
  readonly installs: readonly (readonly string[])[];
}

export interface PlanOptions {
  readonly serviceName: string;
}

/** The API line the agent works with; a newer one would be refused by it. */
export const API_PACKAGE = "@opentelemetry/api@1.9.1";

const SETTINGS = `# Settings of Weir. \`weir config\` prints all of them and where each comes from.
check:
  # Requests that must show a wait before it counts. End-to-end tests make few.
  minRequests: 5
  assert:
    - { routes: "**", new: error, worse: error, savedP50: "<= 50ms" }
`;
const IGNORED = ".weir/";

/** Everything that prepares a project; nothing of it when it is prepared already. */
export function planChanges(project: Project, options: PlanOptions): ChangePlan {
  const hook = planHook(project, options);
  const tracing = project.framework.name === "sveltekit" ? planTracing(project) : undefined;
  const files = [hook?.change, tracing?.change, planSettings(project), planIgnored(project)].filter(
    (one) => one !== undefined,
  );
  const byHand = [hook?.byHand, tracing?.byHand].filter((one) => one !== undefined);
  return { files, byHand, installs: planInstalls(project) };
}

interface Planned {
  readonly change?: FileChange;
  readonly byHand?: ByHand;
}

function planHook(project: Project, { serviceName }: PlanOptions): Planned | undefined {
  const hook = readHookFile(project);
  if (hook === undefined || startsAgent(hook)) return undefined;
  const from = project.framework.name === "next" ? "@weir/agent/next" : "@weir/agent/sveltekit";
  const call = `registerWeir({ serviceName: ${JSON.stringify(serviceName)} });`;
  if (!hook.exists) return { change: { path: hook.path, before: undefined, after: newHook(project, from, call) } };
  const after = project.framework.name === "next" ? addToRegister(hook.path, hook.text, from, call) : undefined;
  if (after !== undefined) return { change: { path: hook.path, before: hook.text, after } };
  if (project.framework.name === "sveltekit" && hook.parsed) {
    // Behind everything else: a provider that is there by then is joined.
    const text = `${hook.text.trimEnd()}\n\n${call}\n`;
    return {
      change: { path: hook.path, before: hook.text, after: `import { registerWeir } from "${from}";\n${text}` },
    };
  }
  return { byHand: { path: hook.path, what: "hook", code: call } };
}

function newHook(project: Project, from: string, call: string): string {
  const line = `import { registerWeir } from "${from}";\n\n`;
  return project.framework.name === "next" ? `${line}export function register() {\n  ${call}\n}\n` : `${line}${call}\n`;
}

/** The call at the end of an exported `register`, with the import in front of everything. */
function addToRegister(path: string, text: string, from: string, call: string): string | undefined {
  const program = parseModule(path, text);
  if (program === undefined) return undefined;
  // With @vercel/otel the configuration is wrapped instead; that is a person's to do.
  if ([...nodesIn(program)].some((node) => calleeName(node) === "registerOTel")) return undefined;
  const body = registerBody(program);
  if (body === undefined) return undefined;
  const code = new MagicString(text);
  const isEmpty = text.slice(body.start + 1, body.end - 1).trim() === "";
  code.prepend(`import { registerWeir } from "${from}";\n`);
  if (isEmpty) code.overwrite(body.start, body.end, `{\n  ${call}\n}`);
  else code.appendLeft(body.end - 1, `${text[body.end - 2] === "\n" ? "" : "\n"}  ${call}\n`);
  return code.toString();
}

function registerBody(program: Node): Node | undefined {
  for (const node of nodesIn(program)) {
    if (node.type !== "ExportNamedDeclaration") continue;
    const { declaration } = node;
    if (declaration?.type === "FunctionDeclaration" && declaration.id?.name === "register")
      return declaration.body ?? undefined;
  }
  return undefined;
}

function planTracing(project: Project): Planned | undefined {
  const tracing = readKitTracing(project);
  if (tracing.state === "on") return undefined;
  if (tracing.changed === undefined) return { byHand: { path: tracing.path, what: "tracing", code: tracing.code } };
  return { change: { path: tracing.path, before: tracing.text, after: tracing.changed } };
}

function planSettings({ root }: Project): FileChange | undefined {
  const names = ["ts", "mjs", "js", "yaml", "json"].map((ending) => `weir.config.${ending}`);
  if (names.some((name) => existsSync(join(root, name)))) return undefined;
  return { path: "weir.config.yaml", before: undefined, after: SETTINGS };
}

function planIgnored({ root }: Project): FileChange | undefined {
  const path = join(root, ".gitignore");
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (before?.split(/\r?\n/).some((line) => /^\/?\.weir\/?$/.test(line.trim())) === true) return undefined;
  if (before === undefined) return { path: ".gitignore", before, after: `${IGNORED}\n` };
  return {
    path: ".gitignore",
    before,
    after: `${before}${before.endsWith("\n") || before === "" ? "" : "\n"}\n# Weir\n${IGNORED}\n`,
  };
}

function planInstalls(project: Project): readonly (readonly string[])[] {
  const { dependencies, production, manager } = project;
  const needed = [
    ...(dependencies.has("@weir/agent") ? [] : ["@weir/agent"]),
    ...(production.has("@opentelemetry/api") ||
    (project.framework.name === "sveltekit" && dependencies.has("@opentelemetry/api"))
      ? []
      : [API_PACKAGE]),
  ];
  return [
    ...(needed.length === 0 ? [] : [installCommand(manager, needed, false)]),
    ...(dependencies.has("@weir/collector") ? [] : [installCommand(manager, ["@weir/collector"], true)]),
  ];
}

/** The command that adds packages: to the app, or to its development only. */
export function installCommand(
  manager: PackageManager,
  packages: readonly string[],
  development: boolean,
): readonly string[] {
  const verb = manager === "npm" ? "install" : "add";
  const flag = !development ? [] : [manager === "npm" ? "--save-dev" : manager === "bun" ? "--dev" : "-D"];
  return [manager, verb, ...flag, ...packages];
}
