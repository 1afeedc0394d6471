import { say } from "@weir/core/messages";
import type { GateReport } from "../report/gate-report.ts";
import { word } from "../report/report-words.ts";
import { wrapText } from "../report/wrap-text.ts";
import type { Terminal } from "./terminal.ts";

/** Reasons shown; the frequent ones are what to mend. */
const MOST = 5;

/** Why the waits of some requests could not be judged. */
export function reasonLines({ evidence }: Pick<GateReport, "evidence">, { language, columns }: Terminal): string[] {
  return evidence.reasons
    .slice(0, MOST)
    .flatMap(({ reason, count }) =>
      wrapText(word("why-not-judged", { reason: say(reason, {}, language), n: count }, language), columns - 2).map(
        (text) => `  ${text}`,
      ),
    );
}
