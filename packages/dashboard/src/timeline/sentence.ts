import type { CallView } from "@weir/core";
import { formatMillis, formatSpan } from "@weir/core/messages";
import { shown } from "../format/visible.ts";
import type { Say } from "../i18n/say.ts";
import { moves } from "./bars.ts";
import type { Wait } from "./waits-cell.ts";

/**
 * A row as one sentence, for those who hear the page: "Call 2, GET api/offers, getOffers in page.ts line 15,
 * 184 → 290 ms, waits on call 1, does not need it, could start at 12 ms".
 */
export function sentenceOf(call: CallView, waits: readonly Wait[], say: Say, locale: string): string {
  const { site } = call;
  const pieces = [
    say("row.call", { n: String(call.index + 1), call: shown(call.call, 120) }),
    site.file === undefined
      ? ""
      : say("row.site", {
          function: shown(site.function ?? "", 60),
          file: shown(site.file.split("/").pop() ?? "", 60),
          line: String(site.line ?? "?"),
        }),
    formatSpan(call.start, call.end, locale),
    ...waits.map((wait) =>
      say(`row.waits.${wait.look}`, { n: String(wait.from + 1), field: shown(wait.field ?? "", 60) }),
    ),
    moves(call) ? say("row.couldStart", { time: formatMillis(call.possible.low, locale) }) : "",
    call.cached ? say("row.cached") : "",
    call.background ? say("row.background") : "",
    call.exact ? "" : say("row.inexact"),
  ];
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .join(", ");
}
