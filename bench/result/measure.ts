import { median } from "../ground-truth/judge/statistics.ts";

/** One figure of a bench, with its spread over rounds of one run. */
export interface Measure {
  /** As a table says it. */
  readonly what: string;
  readonly unit: string;
  readonly median: number;
  /** Smallest and largest of the rounds. */
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
  /** What the figure should be; absent where none was set. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Points of one line, for cost against work. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}

/** What a bench leaves in `bench/results/<room>/`, readable by the page. */
export interface BenchResult {
  readonly bench: string;
  /** How it is run again. */
  readonly command: string;
  readonly measures: readonly Measure[];
  readonly plots?: readonly Plot[];
  /** Every round as it was measured. */
  readonly raw: unknown;
}

/** @throws Error when there is no round. */
export function measureOf(
  what: string,
  unit: string,
  rounds: readonly number[],
  target?: NonNullable<Measure["target"]>,
): Measure {
  const sorted = rounds.toSorted((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) throw new Error(`${what}: no round`);
  return {
    what,
    unit,
    median: median(sorted),
    low,
    high,
    rounds: sorted.length,
    ...(target === undefined ? {} : { target }),
  };
}

export function isMet({ median, target }: Measure): boolean | undefined {
  if (target === undefined) return undefined;
  return "atMost" in target ? median <= target.atMost : median >= target.atLeast;
}
