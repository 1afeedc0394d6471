import { controlOf, under } from "../machine/control.ts";
import { elementsOf } from "../machine/elements.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { addTaint, deepTaint, load, writeField, writeRest } from "../machine/memory.ts";
import { listOf, type RecordObj } from "../machine/objects.ts";
import { exactText, join, NOTHING, of, scalar, tainted, type Value } from "../machine/value.ts";

/** Methods of Map, Set, WeakMap and WeakSet. Entries under a key whose text is known are kept apart. */
export function callCollection(machine: Machine, ref: RecordObj, name: string, call: NativeArguments): Value {
  const [key = NOTHING, value = NOTHING] = call.args;
  const owed = call.self.taint | controlOf(call.context) | machine.watch.writing(ref.serial);
  switch (name) {
    case "set":
      put(machine, ref, key, tainted(value, owed | deepTaint(key)));
      addTaint(machine, ref, owed);
      return of(ref);
    case "add":
      put(machine, ref, key, tainted(key, owed));
      addTaint(machine, ref, owed);
      return of(ref);
    case "delete":
    case "clear":
      if (name === "clear") writeRest(machine, ref, scalar(owed));
      else put(machine, ref, key, scalar(owed | deepTaint(key)));
      machine.watch.noteReshape(ref, name);
      addTaint(machine, ref, owed);
      return scalar(0);
    case "get":
    case "has":
      return get(machine, ref, key, name);
    case "forEach": {
      const each = elementsOf(machine, of(ref));
      const context = under(call.context, each.taint | ref.taint);
      machine.apply(call.args[0] ?? NOTHING, { ...call, context, self: NOTHING, args: [each, each], construct: false });
      return NOTHING;
    }
    default:
      return of(listOf(elementsOf(machine, of(ref)), ref.taint));
  }
}

function put(machine: Machine, ref: RecordObj, key: Value, value: Value): void {
  const text = exactText(key);
  if (text === undefined) writeRest(machine, ref, value);
  else writeField(machine, ref, `[${text}]`, value);
}

function get(machine: Machine, ref: RecordObj, key: Value, name: string): Value {
  const text = exactText(key);
  machine.watch.meet(ref.taint);
  machine.watch.noteShape(ref);
  let found = ref.rest === undefined ? scalar(ref.taint) : join(load(machine, ref.rest), scalar(ref.taint));
  for (const [field, cell] of ref.fields) {
    if (text !== undefined && field !== `[${text}]`) continue;
    found = join(found, load(machine, cell));
  }
  const owed = key.taint | deepTaint(key);
  return name === "has" ? scalar(found.taint | owed) : tainted(found, owed);
}
