import { whole } from "../../ground-truth/upstream/seeded.ts";

/** Where in its work a collector is killed; `server` is the kill of what its store runs on. */
export type Point = "ingest" | "analysis" | "rollup" | "retention" | "migration" | "outbox" | "server";

/** What is counted until the kill: a start, answers the sender got, changes of files in a folder, messages sent. */
export type Step = "start" | "acknowledged" | "journal" | "store" | "sealing" | "removal" | "message";

export interface Death {
  readonly round: number;
  readonly point: Point;
  readonly step: Step;
  /** The kill follows so many of these steps … */
  readonly after: number;
  /** … and this pause. Milliseconds. */
  readonly delayMs: number;
}

/** The points of a store: steps that belong to each, how many of them are waited for at most, and how long after them. */
export type Deaths = readonly (readonly [Point, readonly (readonly [Step, number, number])[]])[];

/** The same seed gives the same deaths; every point comes as often as any other. */
export function deathOf(deaths: Deaths, seed: string, round: number): Death {
  const [point, choices] = deaths[round % deaths.length] ?? ["ingest", []];
  const turn = Math.floor(round / deaths.length);
  const [step, most, longest] = choices[turn % choices.length] ?? ["start", 1, 0];
  return {
    round,
    point,
    step,
    after: whole(`${seed} after ${round}`, 1, most),
    delayMs: whole(`${seed} delay ${round}`, 0, longest),
  };
}
