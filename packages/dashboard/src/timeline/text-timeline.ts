import type { TraceView } from "@weir/core";
import { formatSpan } from "@weir/core/messages";
import { shown } from "../format/visible.ts";
import { moves } from "./bars.ts";

const LANE = 40;
/** Rows in a text; the rest is counted. */
const MOST_ROWS = 40;

/**
 * The request as text, for places without pictures. `┈` from the possible start to the observed one, `◀` where it could
 * start, `█` where it ran.
 */
export function textTimeline(trace: TraceView, locale: string, rest: (hidden: number) => string): string {
  const rows = trace.calls.slice(0, MOST_ROWS);
  const width = Math.max(0, ...rows.map((call) => shown(call.call, 44).length));
  const lines = rows.map((call) => {
    const name = `${String(call.index + 1).padStart(2)} ${shown(call.call, 44).padEnd(width)}`;
    return `${name}  ${lane(call, trace.duration)}  ${formatSpan(call.start, call.end, locale)}`.replaceAll(
      "\u00a0",
      " ",
    );
  });
  const hidden = trace.calls.length - rows.length;
  return [...lines, ...(hidden > 0 ? [rest(hidden)] : [])].join("\n");
}

function lane(call: TraceView["calls"][number], duration: number): string {
  const at = (moment: number): number => Math.min(LANE - 1, Math.floor((moment / Math.max(duration, 0.001)) * LANE));
  const start = at(call.start);
  const cells: string[] = Array.from({ length: LANE }, (_all, index) =>
    index >= start && index <= Math.max(start, at(call.end)) ? "█" : " ",
  );
  if (moves(call)) {
    const possible = at(call.possible.low);
    for (let index = possible; index < start; index += 1) cells[index] = "┈";
    if (possible < start) cells[possible] = "◀";
  }
  return cells.join("");
}
