import type { Line, Told } from "./traffic.ts";

export type Verdict = "dependent" | "independent" | "unknown";

/** A match worth so many bits is no accident. */
const DISTINCTIVE = 20;

interface Observed {
  readonly a: number;
  readonly b: Told;
}

/**
 * What the facts of several requests say of "B needs something of A's response", by strict intersection: a place
 * explains a position only if it does in every request. Values that were there before A are found first. Requests told
 * in part prove what they show, and nothing by what they lack.
 */
export function verdictOf(requests: readonly Observed[]): Verdict {
  if (judgeAll(requests).includes("dependent")) return "dependent";
  const complete = requests.filter(({ b }) => !b.partial);
  return complete.length > 0 && judgeAll(complete).every((one) => one === "independent") ? "independent" : "unknown";
}

function judgeAll(requests: readonly Observed[]): Verdict[] {
  const positions = new Map<string, Line[][]>();
  for (const { a, b } of requests) {
    for (const [slot, lines] of bySlot(b.lines)) {
      positions.set(slot, [...(positions.get(slot) ?? []), lines.map((line) => renamed(line, a))]);
    }
  }
  return [...positions.values()].map(judgeSlot);
}

function judgeSlot(requests: readonly (readonly Line[])[]): Verdict {
  const common = (requests[0] ?? []).filter((line) =>
    requests.every((lines) => lines.some((other) => other.from === line.from && other.path === line.path)),
  );
  if (common.some(({ from }) => from === "incoming" || from === "clock" || from === "constant")) return "independent";
  const bits = common
    .filter(({ from }) => from === "a")
    .map(({ path }) => requests.reduce((sum, lines) => sum + bitsAt(lines, path), 0));
  return Math.max(0, ...bits) >= DISTINCTIVE ? "dependent" : "unknown";
}

function bitsAt(lines: readonly Line[], path: string): number {
  return lines.find((line) => line.from === "a" && line.path === path)?.bits ?? 0;
}

function renamed(line: Line, a: number): Line {
  return { ...line, from: line.from === String(a) ? "a" : line.from };
}

function bySlot(lines: readonly Line[]): Map<string, Line[]> {
  const slots = new Map<string, Line[]>();
  for (const line of lines) slots.set(line.slot, [...(slots.get(line.slot) ?? []), line]);
  return slots;
}
