import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkAdapter } from "../doctor/check-project.ts";
import { type ChangePlan, type FileChange, planChanges } from "../project/plan-changes.ts";
import { type Project, readProject } from "../project/read-project.ts";
import { unifiedDiff } from "../source/advice/unified-diff.ts";
import { visibleLines } from "../report/visible-text.ts";
import { ask } from "./ask.ts";
import { CliError } from "./cli-error.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { tell } from "./tell.ts";
import type { Terminal } from "./terminal.ts";

export const init: Command = {
  name: "init",
  flags: {
    yes: { type: "switch", short: "y", about: "flag.yes" },
    "dry-run": { type: "switch", about: "flag.dry-run" },
    "no-install": { type: "switch", about: "flag.no-install" },
    "service-name": { type: "text", value: "name", about: "flag.service-name" },
  },
  examples: ["weir init --dry-run", "weir init", "weir init --yes --no-install"],
  run: runInit,
};

async function runInit({ flags }: CommandLine, terminal: Terminal): Promise<number> {
  const project = readProject(terminal.cwd);
  if (project === undefined) {
    throw new CliError("WEIR_NO_PROJECT", EXIT.usage, ["error.no-project", {}], ["hint.init-where", {}]);
  }
  const whole = planChanges(project, { serviceName: textFlag(flags, "service-name") ?? project.name });
  const plan = flags["no-install"] === true ? { ...whole, installs: [] } : whole;
  const done = plan.files.length === 0 && plan.installs.length === 0;
  if (terminal.json) terminal.printJson(asJson(project, plan));
  else show(project, plan, done, terminal);
  for (const { path, what, code } of plan.byHand) {
    terminal.warn(`weir: ${terminal.say("init.by-hand", { path })}: ${terminal.say(`init.by-hand.${what}`, { code })}`);
  }
  for (const { say, cure } of checkAdapter(project)) {
    tell(terminal, `${terminal.later(say)}. ${cure === undefined ? "" : terminal.later(cure)}`);
  }
  if (!done) {
    if (flags["dry-run"] === true) {
      tell(terminal, terminal.say("init.dry-run"));
      return EXIT.ok;
    }
    if (flags["yes"] !== true && !terminal.interactive) {
      terminal.warn(`weir: ${terminal.say("init.needs-yes")}`);
      return EXIT.usage;
    }
    if (flags["yes"] !== true && !(await ask(terminal.say("init.ask"), terminal))) {
      tell(terminal, terminal.say("init.cancelled"));
      return EXIT.ok;
    }
    const code = await carryOut(project, plan, terminal);
    if (code !== EXIT.ok) return code;
  }
  tell(terminal, terminal.say("init.next", { command: nextCommand(project) }));
  return plan.byHand.length > 0 ? EXIT.failed : EXIT.ok;
}

function show(project: Project, { files, installs }: ChangePlan, done: boolean, terminal: Terminal): void {
  const { name, version } = project.framework;
  tell(
    terminal,
    terminal.say("init.found", {
      name: version === undefined ? LABELS[name] : `${LABELS[name]} ${version}`,
      manager: project.manager,
    }),
  );
  if (done) tell(terminal, terminal.say("init.nothing"));
  for (const { path, before, after } of files) {
    terminal.print(coloured(visibleLines(diffOf({ path, before, after })), terminal));
  }
  for (const command of installs) terminal.print(terminal.say("init.install", { command: command.join(" ") }));
}

const LABELS = { next: "Next.js", sveltekit: "SvelteKit", node: "Node" } as const;

/** As git shows it: a new file comes out of nothing. */
function diffOf({ path, before, after }: FileChange): string {
  const diff = unifiedDiff(path, before ?? "", after);
  return before === undefined ? diff.replace(/^--- .*$/m, "--- /dev/null") : diff;
}

function coloured(diff: string, terminal: Terminal): string {
  const line = (text: string): string => {
    if (text.startsWith("+")) return terminal.style("green", text);
    return text.startsWith("-") ? terminal.style("red", text) : text;
  };
  return diff.trimEnd().split("\n").map(line).join("\n");
}

async function carryOut({ root }: Project, { files, installs }: ChangePlan, terminal: Terminal): Promise<number> {
  for (const { path, after } of files) {
    writeFileSync(join(root, path), after);
    tell(terminal, terminal.say("init.wrote", { path }));
  }
  for (const command of installs) {
    tell(terminal, terminal.say("init.running", { command: command.join(" ") }));
    const code = await run(command, root, terminal);
    if (code === EXIT.ok) continue;
    terminal.warn(`weir: ${terminal.say("init.install-failed", { command: command.join(" "), code: String(code) })}`);
    terminal.warn(`      ${terminal.say("init.install-failed.cure")}`);
    return EXIT.temporary;
  }
  return EXIT.ok;
}

function run([name = "", ...args]: readonly string[], cwd: string, terminal: Terminal): Promise<number> {
  const child = spawn(name, args, {
    cwd,
    stdio: ["ignore", terminal.json ? process.stderr : "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      terminal.warn(`weir: ${terminal.say("error.cannot-run", { name, message: error.message })}`);
      resolve(EXIT.notStarted);
    });
    child.once("exit", (code) => resolve(code ?? EXIT.temporary));
  });
}

/** How this project is run beside the collector. */
function nextCommand({ framework, root, manager }: Project): string {
  const runner = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" }[manager];
  if (framework.name === "next") return `${runner} weir dev -- next dev`;
  if (framework.name === "sveltekit") return `${runner} weir dev -- vite dev`;
  const file = ["server.js", "index.js", "src/index.js"].find((path) => existsSync(join(root, path))) ?? "server.js";
  return `${runner} weir dev -- node --import @weir/agent/register ${file}`;
}

function asJson(project: Project, { files, installs, byHand }: ChangePlan): object {
  return {
    schemaVersion: 1,
    framework: project.framework.name,
    version: project.framework.version ?? null,
    manager: project.manager,
    files: files.map(({ path, before, after }) => ({ path, diff: diffOf({ path, before, after }) })),
    installs: installs.map((command) => command.join(" ")),
    byHand: byHand.map(({ path, what, code }) => ({ path, what, code })),
  };
}
