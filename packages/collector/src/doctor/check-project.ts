import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { readHookFile, startsAgent } from "../project/hook-file.ts";
import { readKitTracing } from "../project/kit-tracing.ts";
import { API_PACKAGE, installCommand } from "../project/plan-changes.ts";
import { isAtLeast, type Project } from "../project/read-project.ts";
import { type Diagnosis, look, mend, ok } from "./diagnosis.ts";

const LABELS = { next: "Next.js", sveltekit: "SvelteKit", node: "Node" } as const;

/** Calls that make a tracer provider of their own. */
const PROVIDERS = ["NodeSDK", "NodeTracerProvider", "BasicTracerProvider", "WebTracerProvider", "Sentry.init"];

/** Looks at the project's files; connects to nothing. */
export function checkProject(project: Project, nodeVersion: string): readonly Diagnosis[] {
  return [
    ...checkNode(project, nodeVersion),
    ...checkFramework(project),
    ...checkPackages(project),
    ...checkHook(project),
    ...checkTracing(project),
    ...checkAdapter(project),
    ...checkProviders(project),
  ];
}

/** What runs now, and what the project says it wants. */
function checkNode({ root }: Project, running: string): readonly Diagnosis[] {
  const wanted = [".nvmrc", ".node-version"]
    .filter((file) => existsSync(join(root, file)))
    .map((file) => /\d+(?:\.\d+)*/.exec(readFileSync(join(root, file), "utf8"))?.[0])
    .find((version) => version !== undefined);
  const tooOld = [running, wanted].find((version) => version !== undefined && !isNewEnough(version));
  if (tooOld !== undefined)
    return [mend("node", ["doctor.node.old", { version: tooOld }], ["doctor.node.old.cure", {}])];
  return [ok("node", ["doctor.node.ok", { version: running }])];
}

/** `20` alone means the newest 20. */
function isNewEnough(version: string): boolean {
  return version.includes(".") ? isAtLeast(version, 20, 9) : isAtLeast(version, 20);
}

function checkFramework({ framework: { name, version } }: Project): readonly Diagnosis[] {
  if (name === "node") return [look("framework", ["doctor.framework.none", {}], ["doctor.framework.none.cure", {}])];
  const label = LABELS[name];
  const fits = name === "next" ? isAtLeast(version, 15) : isAtLeast(version, 2, 31);
  if (!fits)
    return [
      mend(
        "framework",
        ["doctor.framework.old", { name: label, version: version ?? "?" }],
        ["doctor.framework.old.cure", {}],
      ),
    ];
  return [ok("framework", ["doctor.framework.ok", { name: label, version: version ?? "" }])];
}

function checkPackages({ dependencies, manager }: Project): readonly Diagnosis[] {
  const command = (name: string): string => installCommand(manager, [name], false).join(" ");
  const found: Diagnosis[] = [];
  if (dependencies.has("@weir/agent")) found.push(ok("agent", ["doctor.agent.ok", {}]));
  else
    found.push(
      mend("agent", ["doctor.agent.missing", {}], ["doctor.agent.missing.cure", { command: command("@weir/agent") }]),
    );
  if (!dependencies.has("@opentelemetry/api")) {
    found.push(look("api", ["doctor.api.missing", {}], ["doctor.api.missing.cure", { command: command(API_PACKAGE) }]));
  }
  return found;
}

function checkHook(project: Project): readonly Diagnosis[] {
  const hook = readHookFile(project);
  if (hook === undefined) return [];
  const { path } = hook;
  if (!hook.exists && hook.misplaced !== undefined) {
    // It is moved, not written anew: its language stays.
    const to = `${path.slice(0, -extname(path).length)}${extname(hook.misplaced)}`;
    return [mend("hook", ["doctor.hook.misplaced", { path: hook.misplaced }], ["doctor.hook.misplaced.cure", { to }])];
  }
  if (!hook.exists) return [mend("hook", ["doctor.hook.missing", { path }], ["doctor.hook.missing.cure", {}])];
  if (!startsAgent(hook)) return [mend("hook", ["doctor.hook.silent", { path }], ["doctor.hook.silent.cure", {}])];
  return [ok("hook", ["doctor.hook.ok", { path }])];
}

function checkTracing(project: Project): readonly Diagnosis[] {
  if (project.framework.name !== "sveltekit") return [];
  const { state, path } = readKitTracing(project);
  if (state === "on") return [ok("tracing", ["doctor.tracing.ok", {}])];
  if (state === "off") return [mend("tracing", ["doctor.tracing.off", {}], ["doctor.tracing.off.cure", { path }])];
  return [look("tracing", ["doctor.tracing.unread", { path }], ["doctor.tracing.unread.cure", {}])];
}

/** Without a platform it knows, adapter-auto refuses to build an app that has a file for instrumentation. */
export function checkAdapter({ framework, dependencies }: Project): readonly Diagnosis[] {
  if (framework.name !== "sveltekit" || !dependencies.has("@sveltejs/adapter-auto")) return [];
  return [look("adapter", ["doctor.adapter", {}], ["doctor.adapter.cure", {}])];
}

/** The agent joins a provider that is there before it; one that comes later, or replaces it, gets nothing or takes all. */
function checkProviders(project: Project): readonly Diagnosis[] {
  const calls = readHookFile(project)?.calls ?? [];
  const start = calls.indexOf("registerWeir");
  if (start < 0) return [];
  if (calls.includes("registerOTel") && !calls.includes("withWeir")) {
    return [two("registerOTel", "registerOTel(withWeir({ … })) instead of registerWeir()")];
  }
  const later = calls.slice(start + 1).filter((name) => PROVIDERS.includes(name));
  if (later.length > 0)
    return [two([...new Set(later)].join(", "), "registerWeir() after it: it joins the provider that is there")];
  return [ok("providers", ["doctor.providers.ok", {}])];
}

function two(names: string, cure: string): Diagnosis {
  return mend("providers", ["doctor.providers.two", { names }], ["doctor.providers.two.cure", { cure }]);
}
