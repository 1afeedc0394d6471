import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { REPORT_FILES, REPORT_FORMATS, type ReportFormat } from "../report/formats.ts";
import { pathMapper, readPathRules } from "../report/map-path.ts";
import type { ReportOptions } from "../report/report-options.ts";
import { writeReport } from "../report/write-report.ts";
import { CliError } from "./cli-error.ts";
import { type Command, type CommandLine, listFlag, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { GATE_FLAGS, runGate } from "./gate-run.ts";
import { STANDARD_INPUT } from "../import/open-input.ts";
import type { Terminal } from "./terminal.ts";

export const reportCommand: Command = {
  name: "report",
  flags: {
    ...GATE_FLAGS,
    format: { type: "text", short: "f", value: "formats", choices: REPORT_FORMATS, many: true, about: "flag.format" },
    output: { type: "text", short: "o", value: "path", about: "flag.report-output" },
  },
  operands: { label: "FILE…", min: 0, max: 1_000 },
  examples: [
    "weir report                                   # weir-report.html of the last capture",
    "weir report -f html,md,sarif,junit -o reports",
    "weir report traces.jsonl -f md -o -           # to standard output",
    "weir report --url http://localhost:4318 -f gitlab",
  ],
  run: runReport,
};

async function runReport(line: CommandLine, terminal: Terminal): Promise<number> {
  const named = listFlag(line.flags, "format") as readonly ReportFormat[];
  const formats: readonly ReportFormat[] = named.length === 0 ? ["html"] : [...new Set(named)];
  const output = textFlag(line.flags, "output");
  const { report, observed } = await runGate(line, terminal);
  const written: string[] = [];
  try {
    const options: ReportOptions = {
      language: terminal.language,
      mapPath: pathMapper(
        readPathRules(listFlag(line.flags, "map-path")),
        terminal.env["GITHUB_WORKSPACE"] || terminal.cwd,
      ),
    };
    for (const format of formats) {
      const text = await writeReport(format, report, observed.api, options);
      if (output === STANDARD_INPUT) terminal.printRaw(text);
      else written.push(save(pathFor(format, formats, output, terminal), text, terminal));
    }
  } finally {
    await observed.close();
  }
  if (terminal.json && output !== STANDARD_INPUT)
    terminal.printJson({ schemaVersion: 1, result: report.result, files: written });
  // A report of nothing looks like a report of nothing found.
  return report.evidence.requests === 0 ? EXIT.noEvidence : EXIT.ok;
}

/** One format may name its file; several share a folder. */
function pathFor(
  format: ReportFormat,
  formats: readonly ReportFormat[],
  output: string | undefined,
  { cwd }: Terminal,
): string {
  if (output === undefined) return resolve(cwd, REPORT_FILES[format]);
  const isFile = formats.length === 1 && /\.[a-z]+$/i.test(output);
  return isFile ? resolve(cwd, output) : join(resolve(cwd, output), REPORT_FILES[format]);
}

function save(path: string, text: string, terminal: Terminal): string {
  const shown = relative(terminal.cwd, path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CliError("WEIR_CANNOT_WRITE", EXIT.temporary, ["error.cannot-write", { path: shown, message }]);
  }
  if (!terminal.json) terminal.print(shown);
  return shown;
}
