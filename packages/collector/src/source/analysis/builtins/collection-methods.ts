import { controlOf, under } from "../machine/control.ts";
import { elementsOf } from "../machine/elements.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { deepTaint, load, writeField, writeRest } from "../machine/memory.ts";
import { listOf, type RecordObj } from "../machine/objects.ts";
import { join, mayBeEqual, NOTHING, of, scalar, tainted, type Text, type Value } from "../machine/value.ts";

/** How fields are named that hold an entry: under one key, or under all keys that begin alike. */
const ONE_KEY = { before: "[", after: "]" };
const KEYS_FROM = { before: "[", after: "…" };

/**
 * Methods of Map, Set, WeakMap and WeakSet. Entries under a key whose text, or the beginning of whose text, is known are
 * kept apart: what lies under `user:…` is never found under `shop:…`.
 */
export function callCollection(machine: Machine, ref: RecordObj, name: string, call: NativeArguments): Value {
  const [key = NOTHING, value = NOTHING] = call.args;
  const owed = call.self.taint | controlOf(call.context) | machine.watch.writing(ref.serial);
  switch (name) {
    case "set":
      put(machine, ref, key, tainted(value, owed | deepTaint(key)));
      return of(ref);
    case "add":
      put(machine, ref, key, tainted(key, owed));
      return of(ref);
    case "delete":
      put(machine, ref, key, scalar(owed | deepTaint(key)));
      machine.watch.noteReshape(ref, name);
      return scalar(key.taint | deepTaint(key) | get(machine, ref, key).taint);
    case "clear":
      put(machine, ref, scalar(owed), scalar(owed));
      return scalar(0);
    case "get":
      return tainted(get(machine, ref, key), key.taint | deepTaint(key));
    case "has":
      return scalar(get(machine, ref, key).taint | key.taint | deepTaint(key));
    case "forEach": {
      const each = elementsOf(machine, of(ref));
      const context = under(call.context, each.taint | ref.taint);
      machine.apply(call.args[0] ?? NOTHING, { ...call, context, self: NOTHING, args: [each, each], construct: false });
      return NOTHING;
    }
    default: {
      const each = elementsOf(machine, of(ref));
      return of(listOf(each, each.taint));
    }
  }
}

/** What is known of a key. */
function textOf({ text, refs }: Value): Text | undefined {
  return text === undefined || refs.length > 0 || (!text.exact && text.text === "") ? undefined : text;
}

function put(machine: Machine, ref: RecordObj, key: Value, value: Value): void {
  const text = textOf(key);
  machine.watch.noteEntry(ref, text, "[]");
  for (const [field, cell] of ref.fields) if (isUnder(field, text)) machine.watch.noteWrite(cell, field);
  if (text === undefined) return writeRest(machine, ref, value);
  const { before, after } = text.exact ? ONE_KEY : KEYS_FROM;
  writeField(machine, ref, `${before}${text.text}${after}`, value);
}

function get(machine: Machine, ref: RecordObj, key: Value): Value {
  const text = textOf(key);
  machine.watch.meet(ref.taint);
  if (text === undefined) machine.watch.noteShape(ref);
  else machine.watch.noteKey(ref, text);
  let found = ref.rest === undefined ? scalar(ref.taint) : join(load(machine, ref.rest), scalar(ref.taint));
  for (const [field, cell] of ref.fields) if (isUnder(field, text)) found = join(found, load(machine, cell));
  return found;
}

/** May an entry be asked for by a key? A field that holds no entry belongs to all of them. */
function isUnder(field: string, key: Text | undefined): boolean {
  if (key === undefined || !field.startsWith(ONE_KEY.before)) return true;
  return mayBeEqual({ text: field.slice(1, -1), exact: field.endsWith(ONE_KEY.after) }, key);
}
