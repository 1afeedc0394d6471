import { checkCollector } from "../doctor/check-collector.ts";
import { checkProject } from "../doctor/check-project.ts";
import { checkSettings } from "../doctor/check-settings.ts";
import type { Diagnosis } from "../doctor/diagnosis.ts";
import { type Variables, variablesOf } from "../doctor/settings-of.ts";
import { readProject } from "../project/read-project.ts";
import { visibleText } from "../report/visible-text.ts";
import { wrapText } from "../report/wrap-text.ts";
import { CliError } from "./cli-error.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { SayArgs } from "./messages/say.ts";
import { USER_NODE } from "./runtime.ts";
import type { Style, Terminal } from "./terminal.ts";

export const doctor: Command = {
  name: "doctor",
  flags: {
    url: { type: "text", value: "url", about: "flag.url" },
    offline: { type: "switch", about: "flag.offline" },
  },
  examples: ["weir doctor", "weir doctor --offline --json", "weir doctor --url https://weir.staging.example"],
  run: runDoctor,
};

async function runDoctor({ flags }: CommandLine, terminal: Terminal): Promise<number> {
  const { cwd, env } = terminal;
  const project = readProject(cwd);
  if (project === undefined) {
    throw new CliError("WEIR_NO_PROJECT", EXIT.usage, ["error.no-project", {}], ["hint.init-where", {}]);
  }
  const variables = variablesOf(project, env);
  const diagnoses: Diagnosis[] = [
    ...checkProject(project, env[USER_NODE] ?? process.versions.node),
    ...checkSettings(project, variables),
  ];
  if (flags["offline"] !== true) {
    const collector = {
      url: collectorUrl(textFlag(flags, "url"), variables),
      readToken: env["WEIR_READ_TOKEN"] || env["WEIR_WRITE_TOKEN"] || undefined,
      ingestToken: env["WEIR_INGEST_TOKEN"] || undefined,
      clock: terminal.clock,
    };
    diagnoses.push(...(await checkCollector(collector)));
  }
  if (terminal.json) terminal.printJson(asJson(diagnoses, terminal));
  else print(diagnoses, terminal);
  return diagnoses.some(({ state }) => state === "mend") ? EXIT.failed : EXIT.ok;
}

/** Where the app sends its spans is where its collector is. */
function collectorUrl(named: string | undefined, variables: Variables): string {
  const set =
    named ??
    (variables.get("WEIR_URL") ?? variables.get("WEIR_ENDPOINT") ?? variables.get("OTEL_EXPORTER_OTLP_ENDPOINT"))
      ?.value;
  return set !== undefined && URL.canParse(set) ? new URL(set).origin : "http://localhost:4318";
}

const MARKS: Readonly<Record<Diagnosis["state"], readonly [string, Style]>> = {
  ok: ["✓", "green"],
  look: ["!", "yellow"],
  mend: ["✗", "red"],
};

function print(diagnoses: readonly Diagnosis[], terminal: Terminal): void {
  const { say, columns } = terminal;
  for (const { state, say: said, cure } of diagnoses) {
    const [mark, style] = MARKS[state];
    const [first = "", ...rest] = wrapText(inWords(said, terminal), columns - 2);
    terminal.print(`${terminal.style(style, mark)} ${first}`);
    for (const text of rest) terminal.print(`  ${text}`);
    if (cure === undefined) continue;
    for (const text of wrapText(inWords(cure, terminal), columns - 4)) terminal.print(`    ${text}`);
  }
  const count = (state: Diagnosis["state"]): number => diagnoses.filter((one) => one.state === state).length;
  const [mends, looks] = [count("mend"), count("look")];
  terminal.print("");
  if (mends > 0) terminal.print(terminal.style("red", say("doctor.failed", { n: mends })));
  if (looks > 0) terminal.print(terminal.style("yellow", say("doctor.warned", { n: looks })));
  if (mends + looks === 0) terminal.print(terminal.style("green", say("doctor.ok")));
}

/** Values of files and variables come from outside. */
function inWords([key, params]: SayArgs, terminal: Terminal): string {
  const safe = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? visibleText(value, 160) : value]),
  );
  return terminal.later([key, safe]).trim();
}

function asJson(diagnoses: readonly Diagnosis[], terminal: Terminal): object {
  return {
    schemaVersion: 1,
    checks: diagnoses.map(({ check, state, say, cure }) => ({
      check,
      state,
      message: inWords(say, terminal),
      cure: cure === undefined ? null : inWords(cure, terminal),
    })),
  };
}
