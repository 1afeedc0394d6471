import type { NativeCall } from "../machine/machine.ts";
import { native } from "../machine/objects.ts";
import { join, NOTHING, of, type Value } from "../machine/value.ts";

/**
 * `cache(f)`: a function like `f` that may answer with any answer it gave before, whoever asked. Arguments are not
 * told apart.
 */
export const remembering: NativeCall = (_machine, { args }) => {
  const [inner = NOTHING] = args;
  let answers: Value = NOTHING;
  return of(
    native("cached", (machine, call) => {
      const answered = machine.apply(inner, call);
      if (!machine.watch.active) return answered;
      answers = join(answers, answered);
      return answers;
    }),
  );
};
