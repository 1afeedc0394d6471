import { controlOf, thrownFrom } from "../machine/control.ts";
import { elementsOf } from "../machine/elements.ts";
import { namesReason } from "../machine/exits.ts";
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
import { CONTENT, guardTaint, has, SAID, SIBLING, type Taint, throwTaint } from "../machine/taint.ts";
import { join, NOTHING, of, scalar, tainted, type Value } from "../machine/value.ts";

export function promiseGlobal(): NativeObj {
  const made = native("Promise", construct);
  const add = (name: string, call: NativeCall): void => {
    made.fields.set(name, { value: of(native(`Promise.${name}`, call)), serial: made.serial });
  };
  add("resolve", (_machine, { args }) => of(promise(settled(args[0] ?? NOTHING), pendingIn(args[0] ?? NOTHING))));
  add("reject", (_machine, call) => of(promise(NOTHING, "no", rejection(call))));
  add("all", (machine, call) => group(machine, call, (value) => value));
  add("allSettled", (machine, call) => group(machine, call, outcome));
  add("race", first);
  add("any", first);
  add("try", (machine, call) => {
    const [callback = NOTHING, ...args] = call.args;
    const answered = machine.apply(callback, { ...call, self: NOTHING, args, construct: false });
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
  machine.apply(executor, {
    ...call,
    self: NOTHING,
    args: [of(native("resolve", resolving(held))), of(native("reject", rejecting(held)))],
    construct: false,
  });
  call.context.activation.flow = { ...call.context.activation.flow, dead: outer.dead };
  return of(held);
}

function resolving(held: PromiseObj): NativeCall {
  return (machine, { args, context }) => {
    const [value = NOTHING] = args;
    const control = controlOf(context);
    held.value = join(held.value, tainted(settled(value), control));
    // Whoever waits for it gets on only where an answer said so.
    if (has(throwTaint(control), SAID)) held.fails |= throwTaint(control);
    const { wait } = context.activation.flow;
    if (held.pending === "no" && (wait !== "none" || pendingIn(value) !== "no")) held.pending = "maybe";
    machine.grew();
    return NOTHING;
  };
}

function rejecting(held: PromiseObj): NativeCall {
  return (_machine, call) => {
    held.fails |= rejection(call);
    return NOTHING;
  };
}

/** A promise rejected by hand owes what a `throw` in its place would. */
function rejection({ context, node }: NativeArguments): Taint {
  const reason = node.type === "CallExpression" ? node.arguments[0] : undefined;
  if (reason === undefined || reason.type === "SpreadElement") return controlOf(context);
  return namesReason(reason) ? guardTaint(controlOf(context)) : thrownFrom(context, node, reason);
}

/** `Promise.all` and `allSettled`: waits for every member; each keeps what it owes. */
function group(machine: Machine, call: NativeArguments, shape: (value: Value, pending: Pending) => Value): Value {
  const [list = NOTHING] = call.args;
  const [ref] = list.refs;
  if (list.refs.length === 1 && ref?.kind === "record" && ref.array && ref.rest === undefined) {
    const members = [...ref.fields.values()].map((cell) => load(machine, cell));
    const pendings = members.map(pendingIn);
    const barrier = pendings.length > 1 && pendings.some((pending) => pending === "yes");
    const values = members.map((member, index) => {
      const value = shape(settled(member), pendings[index] ?? "no");
      return barrier && pendings[index] === "no" ? tainted(value, SIBLING) : value;
    });
    const fails = members.reduce((taint, member) => taint | failsOf(member), 0);
    const result = array(values);
    addTaint(machine, result, ref.taint);
    return of(promise(of(result), strongest(pendings), fails));
  }
  const each = elementsOf(machine, list);
  const pending = pendingIn(each) === "no" ? "no" : "maybe";
  return of(promise(of(listOf(shape(settled(each), pending), list.taint)), listPending(each), failsOf(each)));
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
  const each = elementsOf(machine, call.args[0] ?? NOTHING);
  const pending = listPending(each);
  const value = pending === "no" ? settled(each) : tainted(settled(each), CONTENT);
  return of(promise(value, pending === "yes" && each.refs.length > 1 ? "maybe" : pending, failsOf(each)));
}

export function settled(value: Value): Value {
  let result: Value = scalar(value.taint);
  for (const ref of value.refs) result = join(result, ref.kind === "promise" ? ref.value : of(ref));
  return value.text === undefined ? result : { ...result, text: value.text };
}

function pendingIn(value: Value): Pending {
  return strongest(value.refs.map((ref) => pendingOf(ref) ?? "no"));
}

function strongest(pendings: readonly Pending[]): Pending {
  if (pendings.includes("yes")) return "yes";
  return pendings.includes("maybe") ? "maybe" : "no";
}

function failsOf(value: Value): Taint {
  return value.refs.reduce((taint, ref) => taint | (ref.kind === "promise" ? ref.fails : 0), 0);
}
