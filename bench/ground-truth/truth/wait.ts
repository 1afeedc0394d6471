import type { CallName, LabelledWait, WaitTruth } from "./case.ts";

/** A labelled wait, in one line. */
export function wait(before: CallName, after: CallName, truth: WaitTruth, why: string): LabelledWait {
  return { before, after, truth, why };
}
