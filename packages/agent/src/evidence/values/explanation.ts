import type { Position } from "./matching.ts";

/** Lines of one position that leave the process, and of those from one operation. */
export const MAX_CANDIDATES = 8;
const MAX_PER_OPERATION = 4;
const MAX_LINE = 380;
/** A match worth so many bits is no accident, not even the first time. */
const DISTINCTIVE_BITS = 20;

/** Where a position's value could have come from. */
export interface Candidate {
  readonly from: "incoming" | "clock" | "constant" | number;
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
 * The candidates worth telling. What was there before counts only where it fits half as well as the best response does:
 * a small number in the URL is no explanation for an id that a response names by its very name.
 */
export function chosen(candidates: readonly Candidate[]): Candidate[] {
  const best = Math.max(0, ...candidates.map(({ from, bits }) => (typeof from === "number" ? bits : 0)));
  const before = strongest(candidates.filter(({ from, bits }) => typeof from === "string" && bits * 2 >= best)).slice(
    0,
    3,
  );
  const responses: Candidate[] = [];
  const perOperation = new Map<number, number>();
  for (const candidate of strongest(candidates)) {
    if (typeof candidate.from !== "number") continue;
    const count = perOperation.get(candidate.from) ?? 0;
    perOperation.set(candidate.from, count + 1);
    if (count < MAX_PER_OPERATION) responses.push(candidate);
  }
  return [...before, ...responses].slice(0, MAX_CANDIDATES);
}

function strongest(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.bits - a.bits || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
}

/** The position as it goes over the wire: `slot|from|path|transform|bits`, one line per candidate. */
export function linesOf({ position, candidates, ...seen }: Explained): string[] {
  const lines = candidates
    .map(({ from, path, transform, bits }) => `${position.slot}|${from}|${path}|${transform}|${worth(bits, seen)}`)
    .filter((line) => line.length <= MAX_LINE);
  return lines.length > 0 ? lines : [`${position.slot}||||0`];
}

function worth(bits: number, { repeated, first }: Pick<Explained, "repeated" | "first">): number {
  return repeated || (first && bits < DISTINCTIVE_BITS) ? 0 : Math.round(bits);
}
