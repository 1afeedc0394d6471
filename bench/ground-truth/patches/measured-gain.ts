import type { Case } from "../truth/case.ts";
import type { Lane } from "./lane.ts";

/** Milliseconds from the request to the last byte of the answer, one per round. */
export interface MeasuredGain {
  readonly id: string;
  readonly beforeMs: readonly number[];
  readonly afterMs: readonly number[];
}

const ROUNDS = 5;

/** Visits a case before and after its patch in turn, at the latencies the upstream really has. */
export async function measuredGain(one: Case, before: Lane, after: Lane): Promise<MeasuredGain> {
  const request = one.request({ user: 3, n: 1 });
  const [beforeMs, afterMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    beforeMs.push((await before.visit(request, "plain")).answer.tookMs);
    afterMs.push((await after.visit(request, "plain")).answer.tookMs);
  }
  return { id: one.id, beforeMs, afterMs };
}
