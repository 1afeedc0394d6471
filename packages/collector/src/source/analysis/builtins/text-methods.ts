import { under } from "../machine/control.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { deepTaint, wholeTaint } from "../machine/memory.ts";
import { data } from "../machine/objects.ts";
import { join, NOTHING, of, untold, type Value } from "../machine/value.ts";

/** Methods of texts, numbers, dates and plain data: their answer is made of what goes in, and that is all they do. */
export function callText(machine: Machine, name: string | undefined, call: NativeArguments): Value {
  const given = call.args.reduce((taint, value) => taint | wholeTaint(machine, value), wholeTaint(machine, call.self));
  let result: Value = NOTHING;
  for (const value of call.args) {
    const functions = value.refs.filter((ref) => ref.kind === "closure" || ref.kind === "native");
    if (functions.length === 0) continue;
    const part = of(data(given), given);
    const context = under(call.context, given);
    const inner = { ...call, self: NOTHING, args: [part, part, part], construct: false, context };
    result = join(result, machine.apply({ taint: 0, refs: functions }, inner));
  }
  const owed = given | deepTaint(result);
  const self =
    call.self.refs.length === 0 && name !== undefined ? untold(owed) : of(machine.answers.data(call.node, owed), owed);
  return join(result, self);
}
