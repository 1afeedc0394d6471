import { Interpreter } from "../machine/interpreter.ts";
import { asUnfollowed } from "../machine/machine.ts";
import { nextSerial } from "../machine/objects.ts";
import { RepeatedCalls } from "../machine/repeated-calls.ts";
import { Watch } from "../machine/watch.ts";
import type { SourceProject } from "../project/source-project.ts";
import { type Outcome, outcomeOf, unknown } from "./outcome.ts";
import type { StackPlace } from "./stack-place.ts";

/** The calls a run across functions is about: A's and B's in their own functions, and the innermost ones. */
export interface CrossQuestion {
  readonly from: StackPlace;
  readonly fromSite: StackPlace;
  readonly to: StackPlace;
  readonly toSite: StackPlace;
  /** The framework answers a repeated question with the first answer. */
  readonly memoizes: boolean;
}

export interface CrossRun {
  readonly machine: Interpreter;
  readonly watch: Watch;
  /** Functions made after this number are the run's own. */
  readonly since: number;
}

/** Runs everything once; answers why a run that reached both calls still proves nothing. */
export type Drive = (run: CrossRun) => string | undefined;

/**
 * Lets a framework's order of calls run, and tells what was seen of B. Where B comes first, only a second round shows it
 * with A under way.
 */
export function watchedRun(project: SourceProject, question: CrossQuestion, drive: Drive): Outcome {
  const outcome = observed(project, question, drive, false);
  if (outcome.relation !== "data") return outcome;
  // A condition on the way taints what is made under it: is it the condition alone?
  const again = observed(project, question, drive, true);
  return again.relation === "guard" ? again : outcome;
}

function observed(project: SourceProject, question: CrossQuestion, drive: Drive, apart: boolean): Outcome {
  const { from, fromSite, to, toSite, memoizes } = question;
  const watch = new Watch({ from: from.call, fromSite: fromSite.call, to: to.call, toSite: toSite.call });
  watch.apart = apart;
  watch.readsOnly = true;
  if (memoizes) watch.repeated = new RepeatedCalls();
  const run = { since: nextSerial(), machine: new Interpreter(project, watch), watch };
  try {
    let doubt = drive(run);
    if (watch.started && watch.seen.length === 0) doubt = drive(run);
    if (doubt !== undefined) return unknown(doubt);
    if (!watch.started) return unknown("source.earlier-not-reached");
  } catch (error) {
    const { reason, detail } = asUnfollowed(error);
    return unknown(reason, detail);
  }
  const { sometimes: _, ...outcome } = outcomeOf(from, watch);
  return outcome;
}
