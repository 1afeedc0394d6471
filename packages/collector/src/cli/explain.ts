import type { TraceView } from "@weir/core";
import { formatMillis, say } from "@weir/core/messages";
import { findingLines, relationText } from "../report/finding-lines.ts";
import { plainBlanks } from "../report/finding-words.ts";
import { word } from "../report/report-words.ts";
import { traceLines } from "../report/trace-lines.ts";
import { visibleLines, visibleText } from "../report/visible-text.ts";
import { wrapText } from "../report/wrap-text.ts";
import { WeirError } from "../errors.ts";
import type { Command, CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { namedFinding } from "./named-finding.ts";
import { observe, OBSERVE_FLAGS, type Observed } from "./observe.ts";
import type { Terminal } from "./terminal.ts";

export const explain: Command = {
  name: "explain",
  flags: OBSERVE_FLAGS,
  operands: { label: "FINGERPRINT|TRACE [FILE…]", min: 1, max: 1_000 },
  examples: [
    "weir explain 3f9c1e2a",
    "weir explain 3f9c1e2a traces.jsonl.gz",
    "weir explain 4bf92f3577b34da6a3ce929d0e0e4736 --url http://localhost:4318",
  ],
  run: runExplain,
};

async function runExplain(line: CommandLine, terminal: Terminal): Promise<number> {
  const [name = "", ...files] = line.operands;
  // One request must be enough to look at: a candidate is a finding here.
  const observed = await observe({ ...line, operands: files }, terminal, 1);
  try {
    if (/^[0-9a-f]{32}$/i.test(name)) await explainTrace(name.toLowerCase(), observed, terminal);
    else await explainFinding(name, observed, terminal);
    return EXIT.ok;
  } finally {
    await observed.close();
  }
}

async function explainFinding(name: string, observed: Observed, terminal: Terminal): Promise<void> {
  const finding = await namedFinding(observed, name);
  if (terminal.json) return terminal.printJson(finding);
  const { language, columns } = terminal;
  const [title = "", ...lines] = findingLines(finding, { language, columns, evidence: true });
  terminal.print(terminal.style("bold", title));
  terminal.print(lines.join("\n"));
  for (const { file, firstLine, lines: code, marks } of finding.code) {
    terminal.print(`\n${terminal.style("cyan", visibleText(file))}`);
    const marked = new Set(marks.map(({ line }) => line));
    const width = String(firstLine + code.length).length;
    code.forEach((text, index) => {
      const number = firstLine + index;
      terminal.print(`${marked.has(number) ? ">" : " "} ${String(number).padStart(width)}  ${visibleLines(text)}`);
    });
  }
  const { patch, withheld } = finding;
  if (patch !== undefined && patch !== "") terminal.note(`\nweir fix ${finding.fingerprint}`);
  else {
    const why = withheld === undefined ? "" : say(withheld, {}, language);
    terminal.note(`\n${wrapText(terminal.say("error.no-patch", { why }), columns).join("\n")}`);
  }
}

async function explainTrace(id: string, { api }: Observed, terminal: Terminal): Promise<void> {
  const answer = await api.get<TraceView & { readonly requests?: readonly TraceView[] }>(`traces/${id}`);
  if (answer.schemaVersion === undefined) throw new WeirError("WEIR_TRACE_NOT_FOUND", "There is no such trace");
  if (terminal.json) return terminal.printJson(answer);
  const { language, columns } = terminal;
  for (const trace of answer.requests ?? [answer]) {
    terminal.print(
      terminal.style(
        "bold",
        `${visibleText(trace.routeKey)} · ${plainBlanks(formatMillis(trace.duration, language))} · ${visibleText(trace.service)}`,
      ),
    );
    const lines = traceLines(trace, {
      language,
      columns,
      relation: (relation) => relationText(relation, language),
      rest: (n) => word("more", { n }, language),
    });
    terminal.print(lines.join("\n"));
    for (const { fingerprint } of trace.whatIf.findings) terminal.note(`weir explain ${fingerprint}`);
  }
}
