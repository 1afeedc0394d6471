import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { githubAnnotations } from "../report/github-commands.ts";
import type { GateReport } from "../report/gate-report.ts";
import { pathMapper, readPathRules } from "../report/map-path.ts";
import { MAX_SUMMARY_BYTES, shortened } from "../report/shortened.ts";
import { writeMarkdown } from "../report/write-markdown.ts";
import { type CommandLine, listFlag } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/** A git that takes longer than this is not asked. Milliseconds. */
const GIT_MS = 10_000;

/** In a GitHub workflow: a job summary and annotations beside the lines. That they fail does not change the result. */
export function publishToGithub(report: GateReport, { flags }: CommandLine, terminal: Terminal): void {
  const { env, cwd, language } = terminal;
  if (env["GITHUB_ACTIONS"] !== "true") return;
  const mapPath = pathMapper(readPathRules(listFlag(flags, "map-path")), env["GITHUB_WORKSPACE"] || cwd);
  try {
    const changed = changedFiles(terminal);
    // Workflow commands are read from either stream; the result stays alone on standard output.
    for (const text of githubAnnotations(report, { language, mapPath, changed })) terminal.warn(text);
    const summary = env["GITHUB_STEP_SUMMARY"];
    if (summary !== undefined && summary !== "") {
      appendFileSync(summary, shortened(writeMarkdown(report, { language, mapPath }), MAX_SUMMARY_BYTES));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.warn(`weir: ${terminal.say("check.report-failed", { message })}`);
  }
}

/** What the pull request changes; nothing when git cannot say. */
function changedFiles({ env, cwd }: Terminal): ReadonlySet<string> {
  const base = env["GITHUB_BASE_REF"];
  if (base === undefined || base === "" || base.startsWith("-")) return new Set();
  try {
    const said = execFileSync("git", ["diff", "--name-only", `origin/${base}...HEAD`], {
      cwd,
      encoding: "utf8",
      timeout: GIT_MS,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return new Set(said.split("\n").filter((path) => path !== ""));
  } catch {
    // A shallow clone has no base: then no finding comes before another.
    return new Set();
  }
}
