import { controlOf } from "./control.ts";
import type { Context } from "./machine.ts";
import type { Taint } from "./taint.ts";
import type { Value } from "./value.ts";

/**
 * What is kept for whoever asks next owes to what was asked, and not to what led there: it is made as if nothing had. What
 * is done on the way owes to that all the same, so it is done once more, and its answer is let go.
 */
export function whoeverAsks(
  context: Context,
  run: (context: Context) => Value,
): { readonly answer: Value; readonly again?: Value } {
  if (controlOf(context) === 0) return { answer: run(context) };
  const { activation } = context;
  const apart = { ...activation, exits: { returns: 0, throws: 0, jumps: new Map<string, Taint>() } };
  const answer = run({ ...context, control: 0, activation: apart });
  activation.exits.throws |= apart.exits.throws;
  const again = run(context);
  activation.flow = apart.flow;
  return { answer, again };
}
