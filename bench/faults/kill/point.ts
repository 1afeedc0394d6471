import { whole } from "../../ground-truth/upstream/seeded.ts";

/** Where in its work a collector is killed. */
export const POINTS = ["ingest", "analysis", "rollup", "retention", "migration", "outbox"] as const;

export type Point = (typeof POINTS)[number];

/** What is counted until the kill: answers the sender got, changes of files in a folder, messages sent. */
export type Step = "acknowledged" | "journal" | "store" | "sealing" | "removal" | "message";

export interface Death {
  readonly round: number;
  readonly point: Point;
  readonly step: Step;
  /** The kill follows so many of these steps … */
  readonly after: number;
  /** … and this pause. Milliseconds. */
  readonly delayMs: number;
}

/** Steps that belong to a point, how many of them are waited for at most, and how long after them at most. */
const DEATHS: Readonly<Record<Point, readonly (readonly [Step, number, number])[]>> = {
  ingest: [
    ["acknowledged", 60, 15],
    ["journal", 40, 4],
  ],
  // Traces are quiet after 150 ms and looked for every 100.
  analysis: [["acknowledged", 30, 450]],
  rollup: [
    ["store", 12, 10],
    ["sealing", 3, 10],
  ],
  retention: [
    ["sealing", 2, 12],
    ["removal", 2, 6],
  ],
  migration: [["store", 9, 12]],
  outbox: [
    ["message", 1, 8],
    ["sealing", 14, 12],
  ],
};

/** The same seed gives the same deaths; every point comes as often as any other. */
export function deathOf(seed: string, round: number): Death {
  const point = POINTS[round % POINTS.length] as Point;
  const choices = DEATHS[point];
  const turn = Math.floor(round / POINTS.length) % choices.length;
  const [step, most, longest] = choices[turn] as readonly [Step, number, number];
  return {
    round,
    point,
    step,
    after: whole(`${seed} after ${round}`, 1, most),
    delayMs: whole(`${seed} delay ${round}`, 0, longest),
  };
}
