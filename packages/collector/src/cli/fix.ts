import { say as term } from "@weir/core/messages";
import { togetherLines } from "../report/finding-lines.ts";
import { placeText, titleText } from "../report/finding-words.ts";
import { visibleLines } from "../report/visible-text.ts";
import { wrapText } from "../report/wrap-text.ts";
import { usageError } from "./cli-error.ts";
import type { Command, CommandLine } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { namedFinding } from "./named-finding.ts";
import { observe, OBSERVE_FLAGS } from "./observe.ts";
import type { Terminal } from "./terminal.ts";

export const fix: Command = {
  name: "fix",
  flags: { ...OBSERVE_FLAGS, apply: { type: "switch", about: "flag.apply" } },
  operands: { label: "FINGERPRINT [FILE…]", min: 1, max: 1_000 },
  examples: ["weir fix 3f9c1e2a", "weir fix 3f9c1e2a | git apply"],
  run: runFix,
};

async function runFix(line: CommandLine, terminal: Terminal): Promise<number> {
  if (line.flags["apply"] === true) throw usageError(["error.apply-later", {}]);
  const [name = "", ...files] = line.operands;
  const observed = await observe({ ...line, operands: files }, terminal, 1);
  try {
    const finding = await namedFinding(observed, name);
    const { fingerprint, patch } = finding;
    const withheld = (finding as { readonly withheld?: string }).withheld;
    if (terminal.json) {
      terminal.printJson({
        schemaVersion: 1,
        fingerprint,
        patch: patch ?? null,
        withheld: withheld ?? null,
        startTogether: finding.startTogether,
      });
      return patch === undefined ? EXIT.failed : EXIT.ok;
    }
    if (patch === undefined || patch === "") {
      byHand(finding, withheld, terminal);
      return EXIT.failed;
    }
    terminal.note(`weir: ${titleText(finding, terminal.language)} – ${placeText(finding.place)}`);
    // A screen must not be played tricks on; `git apply` needs every byte.
    const text = terminal.isScreen ? visibleLines(patch) : patch;
    terminal.printRaw(text.endsWith("\n") ? text : `${text}\n`);
    terminal.note(`weir: ${terminal.say("fix.apply-with", { fingerprint })}`);
    terminal.note(`weir: ${terminal.say("fix.verify")}`);
    return EXIT.ok;
  } finally {
    await observed.close();
  }
}

/** Nothing on standard output: `weir fix … | git apply` must not change a thing. */
function byHand(
  finding: Awaited<ReturnType<typeof namedFinding>>,
  withheld: string | undefined,
  terminal: Terminal,
): void {
  const { language, columns } = terminal;
  const why = withheld === undefined ? "" : term(withheld, {}, language);
  for (const text of wrapText(terminal.say("error.no-patch", { why }), columns)) terminal.warn(`weir: ${text}`);
  terminal.note(terminal.say("fix.by-hand"));
  for (const text of togetherLines(finding, language))
    for (const row of wrapText(text, columns - 2)) terminal.note(`  ${row}`);
}
