import { callsNamed, precision } from "./call-name.ts";
import type { LabelledWait } from "./case.ts";

interface Named {
  readonly method: string;
  readonly path: string;
}

/**
 * The label of a pair; of several the one that says most.
 *
 * @param calls of the visit, in the order of their start
 */
export function labelOf<Call extends Named>(
  waits: readonly LabelledWait[],
  calls: readonly Call[],
  [before, after]: readonly [Call, Call],
): LabelledWait | undefined {
  return waits
    .filter((wait) => callsNamed(wait.before, calls).includes(before) && callsNamed(wait.after, calls).includes(after))
    .sort((a, b) => precision(b.before) + precision(b.after) - precision(a.before) - precision(a.after))[0];
}
