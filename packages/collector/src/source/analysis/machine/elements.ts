import type { Machine } from "./machine.ts";
import { findMethod, load } from "./memory.ts";
import { type Obj, open, type RecordObj, rootTaint } from "./objects.ts";
import { dataElements } from "./plain-data.ts";
import { join, of, scalar, tainted, type Value } from "./value.ts";

/** Everything iterating over a value may give. */
export function elementsOf(machine: Machine, value: Value): Value {
  let result = scalar(value.taint);
  for (const ref of value.refs) {
    machine.watch.meet(ref.taint);
    machine.watch.noteShape(ref);
    result = join(result, scalar(ref.taint));
    if (hasOwnIterator(ref) && machine.watch.started) machine.watch.note("source.generator");
    if (ref.kind === "record" && ref.shape === "data") result = join(result, dataElements(machine, ref));
    else if (ref.kind === "external") result = join(result, of(ref, rootTaint(ref)));
    // No list, but a part of one: what a callback gave to code that was not followed.
    else if (ref.kind === "promise" || ref.kind === "response") result = join(result, of(ref));
    else {
      for (const [name, cell] of ref.fields) if (!name.startsWith("=")) result = join(result, load(machine, cell));
      if (ref.rest !== undefined) result = join(result, load(machine, ref.rest));
      if (ref.kind === "record" && ref.shape === "open") result = join(result, of(elementOf(ref)));
    }
  }
  return tainted(result, value.taint);
}

/** Going over it runs code of its own, which is not followed. */
function hasOwnIterator(ref: Obj): boolean {
  if (ref.kind !== "record") return false;
  return ["@@iterator", "@@asyncIterator"].some(
    (name) => ref.fields.has(name) || findMethod(ref.type, name) !== undefined,
  );
}

function elementOf(ref: RecordObj): Obj {
  const known = ref.fields.get("[]");
  const first = known?.value.refs[0];
  if (first !== undefined) return first;
  const made = open(`${ref.name}[]`, ref.taint);
  ref.fields.set("[]", { value: of(made), serial: ref.serial });
  return made;
}
