import type { Position } from "./matching.ts";

/** Lines of one position that leave the process, and of those from one operation. */
export const MAX_CANDIDATES = 8;
const MAX_PER_OPERATION = 4;
/** Of what was there before. */
const MAX_BEFORE = 3;
const MAX_LINE = 380;
/** A match worth so many bits is no accident, not even the first time. */
const DISTINCTIVE_BITS = 20;

/** Where a position's value could have come from. */
export interface Candidate {
  /** A question mark behind it: a response holds the value too, and by name or beyond chance. */
  readonly from: "incoming" | "incoming?" | "clock" | "constant" | "constant?" | number;
  readonly path: string;
  readonly transform: string;
  readonly bits: number;
}

export interface Explained {
  readonly position: Position;
  readonly candidates: readonly Candidate[];
  /** The position had the same value before: the evidence is not worth its bits again. */
  readonly repeated: boolean;
  /** It never had another one: a weak match may be no more than how both sides are configured. */
  readonly first: boolean;
}

/**
 * The candidates worth telling. What was there before explains a value only where it fits half as well as the best
 * response does: a small number in the URL is no explanation for an id that a response names by its very name. It is
 * told all the same, as doubtful: which of the two fits in every request shows in many.
 */
export function chosen(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  let best = 0;
  for (const { from, bits } of candidates) if (typeof from === "number") best = Math.max(best, bits);
  const before: Candidate[] = [];
  const responses: Candidate[] = [];
  const perOperation = new Map<number, number>();
  for (const candidate of strongest(candidates)) {
    const { from } = candidate;
    if (typeof from === "string") {
      const told = candidate.bits * 2 >= best ? from : doubtful(from);
      if (told !== undefined && before.length < MAX_BEFORE) before.push({ ...candidate, from: told });
      continue;
    }
    const count = perOperation.get(from) ?? 0;
    perOperation.set(from, count + 1);
    if (count < MAX_PER_OPERATION) responses.push(candidate);
  }
  return [...before, ...responses].slice(0, MAX_CANDIDATES);
}

/** A time near enough to the clock's is nobody's rule. */
function doubtful(from: Exclude<Candidate["from"], number>): Candidate["from"] | undefined {
  if (from === "incoming") return "incoming?";
  return from === "constant" ? "constant?" : from === "clock" ? undefined : from;
}

function strongest(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.bits - a.bits || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
}

/** The position as it goes over the wire: `slot|from|path|transform|bits`, one line per candidate. */
export function linesOf({ position, candidates, repeated, first }: Explained): string[] {
  const lines: string[] = [];
  for (const { from, path, transform, bits } of candidates) {
    const line = `${position.slot}|${from}|${path}|${transform}|${worth(bits, repeated, first)}`;
    if (line.length <= MAX_LINE) lines.push(line);
  }
  return lines.length > 0 ? lines : [`${position.slot}||||0`];
}

function worth(bits: number, repeated: boolean, first: boolean): number {
  return repeated || (first && bits < DISTINCTIVE_BITS) ? 0 : Math.round(bits);
}
