import type { Machine, NativeArguments, NativeCall } from "../machine/machine.ts";
import { deepTaint } from "../machine/memory.ts";
import { native } from "../machine/objects.ts";
import { failsOf } from "../machine/resolving.ts";
import { isSame } from "../machine/same-answers.ts";
import { TOUCHED } from "../machine/taint.ts";
import { join, NOTHING, of, type Value } from "../machine/value.ts";
import { whoeverAsks } from "../machine/whoever-asks.ts";

/** Different arguments whose answers are told apart. */
const MAX_ASKED = 8;

/**
 * `cache(f)`: a function like `f` that may answer with any answer it gave before, whoever asked. Arguments are not
 * told apart, but for one thing: what was asked before, with an answer that owes nothing to A, has no second answer.
 */
export const remembering: NativeCall = (_machine, { args }) => {
  const [inner = NOTHING] = args;
  const questions: (readonly Value[])[] = [];
  let answers: Value = NOTHING;
  return of(
    native("cached", (machine, call) => {
      const answered = asked(machine, inner, call);
      if (!machine.watch.active) return answered;
      const plain = owesNothing(machine, answered);
      if (plain && questions.some((other) => isSame(other, call.args))) return answers;
      if (plain && questions.length < MAX_ASKED) questions.push(call.args);
      answers = join(answers, answered);
      return answers;
    }),
  );
};

function asked(machine: Machine, inner: Value, call: NativeArguments): Value {
  if (call.args.some((value) => (deepTaint(value) & ~TOUCHED) !== 0)) return machine.apply(inner, call);
  const { answer, again = NOTHING } = whoeverAsks(call.context, (context) =>
    machine.apply(inner, { ...call, context }),
  );
  // Where it is asked for on a condition, so is its failing.
  const fails = failsOf(again);
  for (const ref of answer.refs) if (ref.kind === "promise") ref.fails |= fails;
  return answer;
}

function owesNothing({ watch }: Machine, answered: Value): boolean {
  if ((deepTaint(answered) & ~TOUCHED) !== 0) return false;
  return answered.refs.every(
    (ref) => ref.kind !== "promise" || (ref.pending === "no" && ref.fails === 0 && watch.trail.of(ref).length === 0),
  );
}
