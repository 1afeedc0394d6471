import { controlOf, under } from "../machine/control.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { addTaint, wholeTaint } from "../machine/memory.ts";
import { type ExternalObj, external, rootTaint } from "../machine/objects.ts";
import { join, NOTHING, of, scalar, untold, type Value } from "../machine/value.ts";

/** Methods that only ask; every other one changes the object. */
const ASKS = /^(?:get(?!or)|has|to|entries|keys|values|forEach|valueOf|size)/i;
/** A method of such an object. What goes in stays in it; what it is given is never changed. */
export function callStateful(machine: Machine, ref: ExternalObj, name: string, call: NativeArguments): Value {
  const { watch } = machine;
  const given = call.args.reduce((taint, value) => taint | wholeTaint(machine, value), 0);
  const { cell } = ref.root;
  if (ASKS.test(name)) watch.noteRead(cell);
  else {
    watch.noteWrite(cell, ref.name);
    const owed = given | call.self.taint | controlOf(call.context) | watch.writing(cell.serial);
    addTaint(machine, ref.root, owed);
  }
  const taint = rootTaint(ref) | given;
  watch.meet(taint);
  let result: Value = untold(taint);
  for (const { refs } of call.args) {
    const functions = refs.filter(({ kind }) => kind === "closure");
    if (functions.length === 0) continue;
    const inner = { ...call, self: NOTHING, args: [scalar(taint), scalar(taint)], construct: false };
    result = join(
      result,
      machine.apply({ taint: 0, refs: functions }, { ...inner, context: under(call.context, taint) }),
    );
  }
  const list = /^(?:entries|keys|values|getAll|getSetCookie)$/.test(name);
  return list ? join(result, of(external(ref.root, `${ref.name}.${name}()`), taint)) : result;
}
