import { controlOf, under } from "../machine/control.ts";
import { elementsOf } from "../machine/elements.ts";
import { type Machine, type NativeArguments, type NativeCall, Unfollowed } from "../machine/machine.ts";
import { addTaint, deepTaint, taintDeep, writeField, writeRest } from "../machine/memory.ts";
import { array, listOf, native, type NativeObj, type Obj, record } from "../machine/objects.ts";
import { spreadInto } from "../machine/object-literal.ts";
import { exactText, join, NOTHING, of, scalar, tainted, type Value } from "../machine/value.ts";
import { pure } from "./pure.ts";

function withMembers(made: NativeObj, members: Readonly<Record<string, NativeCall>>): NativeObj {
  for (const [name, call] of Object.entries(members))
    made.fields.set(name, { value: of(native(`${made.name}.${name}`, call)), serial: made.serial });
  return made;
}

export function objectGlobal(): NativeObj {
  return withMembers(pure("Object"), {
    assign: (machine, call) => assign(machine, call),
    defineProperty: (machine, call) => define(machine, call),
    defineProperties: (machine, call) => define(machine, call),
    setPrototypeOf: (machine, call) => define(machine, call),
    freeze: (_machine, { args }) => args[0] ?? NOTHING,
    seal: (_machine, { args }) => args[0] ?? NOTHING,
    values: (machine, { args }) => of(listOf(elementsOf(machine, args[0] ?? NOTHING), shapeTaint(args[0]))),
    entries: (machine, { args }) => entries(machine, args[0] ?? NOTHING),
    keys: (machine, { args }) => keysOf(machine, args),
    fromEntries: (machine, { args }) => fromEntries(machine, args[0] ?? NOTHING),
  });
}

function keysOf(machine: Machine, [value = NOTHING]: readonly Value[]): Value {
  for (const ref of value.refs) machine.watch.noteShape(ref);
  return of(listOf(scalar(shapeTaint(value)), shapeTaint(value)));
}

/** Which keys an object has owes to what shaped it and to why each was put there, not to what lies deeper. */
function shapeTaint(value: Value | undefined): number {
  if (value === undefined) return 0;
  return value.refs.reduce((taint, ref) => taint | keysTaint(ref), value.taint);
}

function keysTaint(ref: Obj): number {
  if (ref.kind !== "record" || ref.shape !== "closed") return deepTaint(of(ref));
  return [...ref.fields.values()].reduce((taint, cell) => taint | cell.value.taint, ref.taint);
}

function assign(machine: Machine, { args, context }: NativeArguments): Value {
  const [target = NOTHING, ...sources] = args;
  const control = target.taint | controlOf(context);
  for (const ref of target.refs) {
    for (const source of sources) {
      const owed = control | machine.watch.writing(ref.serial);
      if (ref.kind === "record" && ref.shape === "closed") {
        const copy = record();
        spreadInto(machine, copy, source);
        for (const [name, cell] of copy.fields) writeField(machine, ref, name, tainted(cell.value, owed));
        if (copy.rest !== undefined) writeRest(machine, ref, tainted(copy.rest.value, owed));
        addTaint(machine, ref, copy.taint);
      } else {
        taintDeep(machine, of(ref), deepTaint(source) | owed);
        writeRest(machine, ref, tainted(elementsOf(machine, source), owed));
      }
    }
  }
  return target;
}

function define(machine: Machine, { args, context }: NativeArguments): Value {
  const [target = NOTHING, ...rest] = args;
  for (const ref of target.refs) {
    addAccessors(ref, rest);
    const owed = target.taint | controlOf(context) | machine.watch.writing(ref.serial);
    writeRest(
      machine,
      ref,
      tainted(join(scalar(0), rest.at(-1) ?? NOTHING), owed | rest.reduce((all, value) => all | deepTaint(value), 0)),
    );
  }
  return target;
}

/** Whatever key it is for, a getter that is defined may answer under any. */
function addAccessors(ref: Obj, [key, descriptor]: readonly Value[]): void {
  if (ref.kind !== "record") return;
  const name = key === undefined ? undefined : exactText(key);
  for (const described of descriptor?.refs ?? []) {
    if (described.kind !== "record") continue;
    const get = described.fields.get("get")?.value.refs.find((part) => part.kind === "closure");
    const set = described.fields.get("set")?.value.refs.find((part) => part.kind === "closure");
    if (get === undefined && set === undefined) continue;
    if (name === undefined) throw new Unfollowed("source.computed-accessor");
    ref.accessors.set(name, { ...(get === undefined ? {} : { get }), ...(set === undefined ? {} : { set }) });
  }
}

function entries(machine: Machine, value: Value): Value {
  const pair = array([scalar(shapeTaint(value)), elementsOf(machine, value)]);
  return of(listOf(of(pair), shapeTaint(value)));
}

function fromEntries(machine: Machine, value: Value): Value {
  const made = record({ shape: "closed", taint: shapeTaint(value) });
  writeRest(machine, made, elementsOf(machine, elementsOf(machine, value)));
  return of(made);
}

export function arrayGlobal(): NativeObj {
  const made = native("Array", (_machine, { args }) =>
    of(args.length === 1 ? listOf(NOTHING, deepTaint(args[0] ?? NOTHING)) : array(args)),
  );
  return withMembers(made, {
    from: (machine, call) => from(machine, call),
    of: (_machine, { args }) => of(array(args)),
    isArray: (_machine, { args }) => scalar(args[0]?.taint ?? 0),
    fromAsync: (machine, call) => from(machine, call),
  });
}

function from(machine: Machine, call: NativeArguments): Value {
  const [list = NOTHING, mapper] = call.args;
  const each = elementsOf(machine, list);
  if (mapper === undefined) return of(listOf(each, shapeTaint(list)));
  // How often it runs owes to the list.
  const context = under(call.context, each.taint | shapeTaint(list));
  const mapped = machine.apply(mapper, { ...call, context, self: NOTHING, args: [each, scalar(0)], construct: false });
  return of(listOf(mapped, shapeTaint(list)));
}

/** `new Map(entries)`, `new Set(list)` */
export function collectionGlobal(name: string): NativeObj {
  const make: NativeCall = (machine, { args }) => {
    const made = record({ collection: true, name });
    const [given] = args;
    if (given === undefined) return of(made);
    const each = elementsOf(machine, given);
    writeRest(machine, made, name.endsWith("Map") ? elementsOf(machine, each) : each);
    return of(made);
  };
  const made = native(name, make);
  made.fields.set("groupBy", { value: of(pure(`${name}.groupBy`)), serial: made.serial });
  return made;
}
