import { controlOf } from "../machine/control.ts";
import { elementsOf } from "../machine/elements.ts";
import type { NativeArguments, NativeCall } from "../machine/machine.ts";
import { addTaint, load, wholeTaint, writeField, writeRest } from "../machine/memory.ts";
import { listOf, native, open, record, type RecordObj } from "../machine/objects.ts";
import { exactText, join, NOTHING, of, scalar, tainted, type Value } from "../machine/value.ts";

/** `event.cookies`: a hook that sets one cookie says nothing to a later one that reads another. */
export function openCookies(): RecordObj {
  const made = open("event.cookies");
  const kept = record({ name: "cookies" });
  const add = (name: string, call: NativeCall): void => {
    made.fields.set(name, { value: of(native(`cookies.${name}`, call)), serial: made.serial });
  };
  // Whoever is given the cookies as a whole is given all of them.
  made.fields.set("kept", { value: of(kept), serial: made.serial });
  add("get", (machine, call) => {
    const [name = NOTHING] = call.args;
    const text = exactText(name);
    machine.watch.meet(kept.taint);
    let found: Value = scalar(kept.taint | name.taint);
    for (const [field, cell] of kept.fields)
      if (text === undefined || field === text) found = join(found, load(machine, cell));
    return kept.rest === undefined ? found : join(found, load(machine, kept.rest));
  });
  add("getAll", (machine) => of(listOf(elementsOf(machine, of(kept)), kept.taint)));
  add("set", (machine, call) => {
    const [name = NOTHING, value = NOTHING, ...options] = call.args;
    const owed = options.reduce((taint, option) => taint | wholeTaint(machine, option), wholeTaint(machine, value));
    put(machine, kept, call, { name, value: scalar(owed) });
    return NOTHING;
  });
  add("delete", (machine, call) => {
    const [name = NOTHING] = call.args;
    put(machine, kept, call, { name, value: NOTHING });
    return NOTHING;
  });
  add("serialize", (machine, { args }) => scalar(args.reduce((taint, value) => taint | wholeTaint(machine, value), 0)));
  return made;
}

function put(
  machine: Parameters<NativeCall>[0],
  kept: RecordObj,
  { context }: NativeArguments,
  { name, value }: { readonly name: Value; readonly value: Value },
): void {
  const owed = name.taint | controlOf(context) | machine.watch.writing(kept.serial);
  const text = exactText(name);
  if (text !== undefined) return writeField(machine, kept, text, tainted(value, owed));
  writeRest(machine, kept, tainted(value, owed));
  addTaint(machine, kept, owed);
}
