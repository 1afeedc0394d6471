import { under } from "../machine/control.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { deepTaint, wholeTaint } from "../machine/memory.ts";
import { data, native, type NativeObj } from "../machine/objects.ts";
import { join, NOTHING, of, untold, type Value } from "../machine/value.ts";

/** A function, and a holder of functions, that only make their answer out of what they are given. */
export function pure(name: string): NativeObj {
  const made = native(name, answerOfGiven);
  made.rest = { value: of(native(`${name}.*`, answerOfGiven)), serial: made.serial };
  return made;
}

/** An answer made of what goes in, callbacks run. */
export function answerOfGiven(machine: Machine, call: NativeArguments): Value {
  const taint = call.args.reduce((all, value) => all | wholeTaint(machine, value), 0);
  let result: Value = NOTHING;
  for (const { refs } of call.args) {
    const functions = refs.filter((ref) => ref.kind === "closure");
    if (functions.length === 0) continue;
    const part = of(data(taint), taint);
    const inner = { ...call, self: NOTHING, args: [part, part], construct: false, context: under(call.context, taint) };
    result = join(result, machine.apply({ taint: 0, refs: functions }, inner));
  }
  const whole = call.args.some(({ refs }) => refs.length > 0);
  const owed = taint | deepTaint(result);
  return join(result, whole ? of(machine.answers.data(call.node, owed), owed) : untold(owed));
}
