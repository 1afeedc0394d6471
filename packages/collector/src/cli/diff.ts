import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { formatMillis } from "@weir/core/messages";
import { type FindingChange, compareSurveys } from "../report/compare-surveys.ts";
import { placeText, plainBlanks, titleText } from "../report/finding-words.ts";
import type { GateConfig } from "../report/gate-config.ts";
import { type Survey, survey } from "../report/survey.ts";
import { wrapText } from "../report/wrap-text.ts";
import { type Command, type CommandLine, listFlag, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { gateConfig } from "./gate-run.ts";
import { observe, OBSERVE_FLAGS } from "./observe.ts";
import { STANDARD_INPUT } from "../import/open-input.ts";
import type { Style, Terminal } from "./terminal.ts";

/** A version is what is compared, no filter. */
const { version: _version, ...SIDE_FLAGS } = OBSERVE_FLAGS;

export const diff: Command = {
  name: "diff",
  flags: {
    ...SIDE_FLAGS,
    config: { type: "text", value: "file", about: "flag.config" },
    "min-requests": { type: "text", value: "number", about: "flag.check-min-requests" },
    "fail-on": { type: "text", value: "new,worse", choices: ["new", "worse"], many: true, about: "flag.fail-on" },
  },
  operands: { label: "BASE HEAD", min: 2, max: 2 },
  examples: [
    "weir diff main.jsonl.gz branch.jsonl.gz --fail-on new,worse",
    "weir diff 3f9c1e2 8b7d6c5 --url http://localhost:4318",
  ],
  run: runDiff,
};

async function runDiff(line: CommandLine, terminal: Terminal): Promise<number> {
  const config = await gateConfig(line, terminal);
  const [base = "", head = ""] = line.operands;
  const surveys = [await side(base, line, terminal, config), await side(head, line, terminal, config)] as const;
  const changes = compareSurveys(surveys[0], surveys[1], config);
  if (terminal.json) {
    terminal.printJson({
      schemaVersion: 1,
      changes: changes.map(({ change, finding, before, after }) => ({
        change,
        fingerprint: finding.fingerprint,
        kind: finding.kind,
        routes: finding.routes,
        place: finding.place ?? null,
        before: before ?? null,
        after: after ?? null,
      })),
    });
  } else print(changes, terminal);
  if (surveys.some(({ routes }) => routes.length === 0)) return EXIT.noEvidence;
  const failOn = new Set<string>(listFlag(line.flags, "fail-on"));
  return changes.some(({ change }) => failOn.has(change)) ? EXIT.failed : EXIT.ok;
}

/** A file, or the name of a version that a collector knows. */
async function side(name: string, line: CommandLine, terminal: Terminal, config: GateConfig): Promise<Survey> {
  const isFile = name === STANDARD_INPUT || existsSync(resolve(terminal.cwd, name));
  const url = textFlag(line.flags, "url");
  // A name that is no file is a version only where a collector was asked for: a typing error is none.
  const observed = await observe(
    { ...line, operands: isFile || url === undefined ? [name] : [] },
    terminal,
    config.minRequests,
  );
  try {
    return await survey(observed.api, {
      ...observed.window,
      service: textFlag(line.flags, "service"),
      env: textFlag(line.flags, "env"),
      version: isFile ? undefined : name,
    });
  } finally {
    await observed.close();
  }
}

const LOOK: Readonly<Record<FindingChange["change"], Style>> = {
  new: "red",
  worse: "red",
  gone: "green",
  better: "green",
  unseen: "yellow",
  same: "dim",
};

function print(changes: readonly FindingChange[], terminal: Terminal): void {
  const { say, language, columns, style } = terminal;
  const shown = changes.filter(({ change }) => change !== "same" || terminal.verbose);
  if (shown.length === 0) terminal.print(say("diff.none"));
  for (const { change, finding, before, after } of shown) {
    const times = [before, after]
      .map((ms) => (ms === undefined ? "–" : plainBlanks(formatMillis(ms, language))))
      .join(" → ");
    terminal.print(`${style(LOOK[change], say(`diff.${change}`))}  ${times}  ${finding.fingerprint}`);
    for (const text of wrapText(`${titleText(finding, language)} · ${placeText(finding.place)}`, columns - 2))
      terminal.print(`  ${text}`);
    if (change === "unseen") terminal.print(`  ${say("diff.unseen.about")}`);
  }
}
