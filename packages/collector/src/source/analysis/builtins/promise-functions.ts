import { elementsOf } from "../machine/elements.ts";
import type { Machine, NativeArguments, NativeCall } from "../machine/machine.ts";
import { addTaint, deepTaint, load } from "../machine/memory.ts";
import {
  array,
  listOf,
  native,
  type NativeObj,
  open,
  type Pending,
  pendingOf,
  promise,
  type PromiseObj,
  record,
} from "../machine/objects.ts";
import {
  adopted,
  failsOf,
  pendingIn,
  rejecting,
  rejection,
  resolving,
  settled,
  strongest,
} from "../machine/resolving.ts";
import { CONTENT, SIBLING } from "../machine/taint.ts";
import { isPause } from "./pauses.ts";
import { NOTHING, of, scalar, tainted, type Value } from "../machine/value.ts";

export function promiseGlobal(): NativeObj {
  const made = native("Promise", construct);
  const add = (name: string, call: NativeCall): void => {
    made.fields.set(name, { value: of(native(`Promise.${name}`, call)), serial: made.serial });
  };
  add("resolve", (machine, { args, context }) => {
    const given = adopted(machine, args[0] ?? NOTHING, context);
    return failing(machine, promise(settled(given), pendingIn(given), failsOf(given)), [given]);
  });
  add("reject", (_machine, call) => of(promise(NOTHING, "no", rejection(call))));
  add("all", (machine, call) => group(machine, call, (value) => value));
  add("allSettled", (machine, call) => told(machine, group(machine, call, outcome)));
  add("race", first);
  add("any", first);
  add("try", (machine, call) => {
    const [callback = NOTHING, ...args] = call.args;
    const given = machine.apply(callback, { ...call, self: NOTHING, args, construct: false });
    const answered = adopted(machine, given, call.context);
    return of(promise(settled(answered), pendingIn(answered), failsOf(answered)));
  });
  add("withResolvers", () => {
    const held = promise(NOTHING);
    const made = record();
    made.fields.set("promise", { value: of(held), serial: made.serial });
    made.fields.set("resolve", { value: of(native("resolve", resolving(held))), serial: made.serial });
    made.fields.set("reject", { value: of(native("reject", rejecting(held))), serial: made.serial });
    return of(made);
  });
  return made;
}

function construct(machine: Machine, call: NativeArguments): Value {
  const held = promise(NOTHING);
  const [executor = NOTHING] = call.args;
  const outer = { ...call.context.activation.flow };
  const { trail, calls } = machine.watch;
  const stretch = trail.begin(calls);
  machine.apply(executor, {
    ...call,
    self: NOTHING,
    args: [of(native("resolve", resolving(held, isPause(executor)))), of(native("reject", rejecting(held)))],
    construct: false,
  });
  call.context.activation.flow = { ...call.context.activation.flow, dead: outer.dead };
  if (machine.watch.calls !== calls) trail.attach(held, [trail.end(stretch)]);
  return of(held);
}

/** `Promise.all` and `allSettled`: waits for every member; each keeps what it owes. */
function group(machine: Machine, call: NativeArguments, shape: (value: Value, pending: Pending) => Value): Value {
  const [list = NOTHING] = call.args;
  const [ref] = list.refs;
  if (list.refs.length === 1 && ref?.kind === "record" && ref.array && ref.rest === undefined) {
    const members = [...ref.fields.values()].map((cell) => adopted(machine, load(machine, cell), call.context));
    const pendings = members.map(pendingIn);
    const barrier = pendings.length > 1 && pendings.some((pending) => pending === "yes");
    const values = members.map((member, index) => {
      const value = shape(settled(member), pendings[index] ?? "no");
      return barrier && pendings[index] === "no" ? tainted(value, SIBLING) : value;
    });
    const fails = members.reduce((taint, member) => taint | failsOf(member), 0);
    const result = array(values);
    addTaint(machine, result, ref.taint);
    return failing(machine, promise(of(result), strongest(pendings), fails), members);
  }
  const each = adopted(machine, elementsOf(machine, list), call.context);
  const pending = pendingIn(each) === "no" ? "no" : "maybe";
  const all = promise(of(listOf(shape(settled(each), pending), list.taint)), listPending(each), failsOf(each));
  return failing(machine, all, [each]);
}

/** A group fails with its members. */
function failing({ watch }: Machine, all: PromiseObj, members: readonly Value[]): Value {
  for (const member of members) watch.trail.failsWith(all, member);
  return of(all);
}

/** Whoever waits for one that goes on without some of its members goes on where they failed. */
function told({ watch }: Machine, value: Value): Value {
  for (const ref of value.refs) if (ref.kind === "promise") watch.trail.tellAll(ref);
  return value;
}

/** All members come from one place: if that place waits for A whenever it ran, so does the group. */
function listPending(each: Value): Pending {
  const promised = each.refs.flatMap((ref) => pendingOf(ref) ?? []);
  if (promised.length === 0) return "no";
  if (promised.every((pending) => pending === "yes")) return "yes";
  return promised.some((pending) => pending !== "no") ? "maybe" : "no";
}

function outcome(value: Value, pending: Pending): Value {
  const made = record({ taint: pending === "no" ? 0 : CONTENT });
  made.fields.set("value", { value, serial: made.serial });
  made.fields.set("reason", { value: of(open("reason", deepTaint(value))), serial: made.serial });
  made.fields.set("status", { value: scalar(deepTaint(value) | made.taint), serial: made.serial });
  return of(made);
}

/** `race`, `any`: which one answered first is part of the answer. */
function first(machine: Machine, call: NativeArguments): Value {
  const each = told(machine, adopted(machine, elementsOf(machine, call.args[0] ?? NOTHING), call.context));
  const pending = listPending(each);
  const value = pending === "no" ? settled(each) : tainted(settled(each), CONTENT);
  return of(promise(value, pending === "yes" && each.refs.length > 1 ? "maybe" : pending, failsOf(each)));
}
