import type { CallView, TraceView } from "@weir/core";
import type { Language } from "@weir/core/messages";
import { moves, type Relation, relationOf } from "./call-relation.ts";
import { clipped, padded, textWidth } from "./text-width.ts";
import { visibleText } from "./visible-text.ts";

export interface TraceLinesOptions {
  readonly language: Language;
  readonly columns: number;
  /** `not needed`, `needs {why}`, `unknown` */
  readonly relation: (relation: Relation) => string;
  readonly rest: (hidden: number) => string;
  /** Calls to show; all when absent. */
  readonly only?: readonly number[];
}

/** Rows in a text; the rest is counted. */
const MOST_ROWS = 40;
const LEAST_LANE = 16;
const MOST_LANE = 48;

interface Row {
  readonly name: string;
  readonly place: string;
  readonly lane: (width: number) => string;
  readonly times: string;
  readonly relation: string;
}

/**
 * One request as text. `◀` where a call could have started, `┈` from there to where it did, `█` while it ran. Rows that
 * do not fit stand on two lines.
 *
 * ```
 * 1 GET /user    page.ts:14  ████████            12–183
 * 2 GET /offers  page.ts:15  ◀┈┈┈┈┈┈┈██████     184–290  does not need 1
 * ```
 */
export function traceLines(trace: TraceView, options: TraceLinesOptions): string[] {
  const chosen =
    options.only === undefined ? trace.calls : trace.calls.filter(({ index }) => options.only?.includes(index));
  const calls = chosen.slice(0, MOST_ROWS);
  const rows = calls.map((call) => rowOf(call, trace, options));
  const wide = (field: "name" | "place" | "times" | "relation"): number =>
    Math.max(0, ...rows.map((row) => textWidth(row[field])));
  const name = Math.min(wide("name"), 44);
  const place = Math.min(wide("place"), 30);
  const lane = Math.min(MOST_LANE, options.columns - name - place - wide("times") - wide("relation") - 8);
  const lines =
    lane >= LEAST_LANE
      ? rows.map((row) => oneLine(row, name, place, lane, wide("times")))
      : rows.flatMap((row) => twoLines(row, options.columns, wide("times")));
  const hidden = chosen.length - calls.length;
  return hidden > 0 ? [...lines, options.rest(hidden)] : lines;
}

function oneLine(row: Row, name: number, place: number, lane: number, times: number): string {
  return `${padded(clipped(row.name, name), name)}  ${padded(clipped(row.place, place), place)}  ${row.lane(lane)}  ${row.times.padStart(times)}  ${row.relation}`.trimEnd();
}

function twoLines(row: Row, columns: number, times: number): string[] {
  const head = `${row.name}  ${row.place}`.trimEnd();
  const lane = Math.max(LEAST_LANE, Math.min(MOST_LANE, columns - times - textWidth(row.relation) - 8));
  return [clipped(head, columns), `  ${row.lane(lane)}  ${row.times.padStart(times)}  ${row.relation}`.trimEnd()];
}

function rowOf(call: CallView, trace: TraceView, { language, relation }: TraceLinesOptions): Row {
  const related = relationOf(trace, call.index, language);
  return {
    name: `${String(call.index + 1).padStart(String(trace.calls.length).length)} ${visibleText(shortName(call.call), 80)}`,
    place: call.site.file === undefined ? "" : visibleText(`${baseName(call.site.file)}:${call.site.line ?? "?"}`, 60),
    lane: (width) => laneOf(call, trace.duration, width),
    times: `${Math.round(call.start)}–${Math.round(call.end)}`,
    relation: related === undefined ? "" : relation(related),
  };
}

function laneOf(call: CallView, duration: number, width: number): string {
  const at = (moment: number): number =>
    Math.max(0, Math.min(width - 1, Math.floor((moment / Math.max(duration, 0.001)) * width)));
  const start = at(call.start);
  const end = Math.max(start, at(call.end));
  const cells: string[] = Array.from({ length: width }, (_all, index) => (index >= start && index <= end ? "█" : " "));
  if (moves(call)) {
    const possible = at(call.possible.low);
    for (let index = possible; index < start; index += 1) cells[index] = index === possible ? "◀" : "┈";
  }
  return cells.join("");
}

/** Without the host: what is asked tells calls apart. */
export function shortName(call: string): string {
  return call.replace(/^([A-Z]+) [^/\s]+(?=\/)/, "$1 ");
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
