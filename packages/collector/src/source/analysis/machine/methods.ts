import { callArray, isArrayMethod } from "../builtins/array-methods.ts";
import { callCollection } from "../builtins/collection-methods.ts";
import { callFunction } from "../builtins/function-methods.ts";
import { callPromise } from "../builtins/promise-methods.ts";
import { callResponse } from "../builtins/response-methods.ts";
import { callStateful } from "../builtins/stateful-methods.ts";
import { callText } from "../builtins/text-methods.ts";
import { isForm } from "../packages/value-packages.ts";
import { KEEPS } from "./kept-state.ts";
import { choosing } from "./control.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { deepTaint, exportOf, findMethod, load, read } from "./memory.ts";
import { external, type Obj, promise, type RecordObj, rootTaint } from "./objects.ts";
import { unknownCall, unknownFor } from "./unknown-call.ts";
import { exactText, join, NOTHING, of, scalar, tainted, type Value } from "./value.ts";

/** `self.key(…)`: the method of each thing `self` may be. */
export function callMethod(machine: Machine, key: Value, call: NativeArguments): Value {
  const { self } = call;
  const context = machine.watch.to ? choosing(call.context, self.taint | key.taint) : call.context;
  const name = exactText(key);
  let result = scalar(self.taint | key.taint);
  if (self.refs.length === 0) return join(result, callText(machine, name, call));
  for (const ref of self.refs) {
    const own: NativeArguments = { ...call, context, self: { ...self, refs: [ref] } };
    result = join(result, callOn(machine, ref, name, key, own));
  }
  return tainted(result, self.taint | key.taint);
}

function callOn(machine: Machine, ref: Obj, name: string | undefined, key: Value, call: NativeArguments): Value {
  switch (ref.kind) {
    case "promise":
      return callPromise(machine, ref, name, call);
    case "response":
      return callResponse(machine, ref, name, call);
    case "record":
      return callOnRecord(machine, ref, name, key, call);
    case "external": {
      const exported = name === undefined ? undefined : exportOf(machine, ref, name);
      if (exported !== undefined) return machine.apply(exported, call);
      if (KEEPS.has(ref.root.name)) return callStateful(machine, ref, name ?? "[]", call);
      if (isChain(name, call) && !isForm(ref.root.name))
        return callPromise(machine, promise(of(ref, rootTaint(ref)), ref.pending), name, call);
      const written = name === undefined ? undefined : ref.fields.get(name);
      const member = read(machine, of(ref), key, call.context);
      const followed = written === undefined ? scalar(0) : machine.apply(load(machine, written), call);
      const inside = member.refs.find((candidate) => candidate.kind === "external" && candidate.root === ref.root);
      return join(
        followed,
        unknownCall(machine, unknownFor(inside ?? external(ref.root, `${ref.name}.${name ?? "[]"}`)), call),
      );
    }
    case "closure":
    case "native":
    case "class":
      return callFunction(machine, ref, name, key, call);
    default:
      return machine.apply(read(machine, of(ref), key, call.context), call);
  }
}

function callOnRecord(
  machine: Machine,
  ref: RecordObj,
  name: string | undefined,
  key: Value,
  call: NativeArguments,
): Value {
  const known =
    name !== undefined && (ref.fields.has(name) || ref.accessors.has(name) || findMethod(ref.type, name) !== undefined);
  if (known && !(ref.shape !== "closed" && isFoundPart(ref, name))) {
    const member = read(machine, of(ref), key, call.context);
    return machine.apply(member.refs.length === 0 ? member : { ...member, taint: member.taint }, call);
  }
  if (ref.collection && name !== undefined) return callCollection(machine, ref, name, call);
  if (ref.array && name !== undefined && isArrayMethod(name)) return callArray(machine, ref, name, call);
  if (ref.shape === "data")
    return isArrayMethod(name ?? "") ? callArray(machine, ref, name ?? "", call) : callText(machine, name, call);
  if (ref.shape === "open" && ref.pending !== "no" && isChain(name, call))
    return callPromise(machine, promise(of(ref, ref.taint), ref.pending), name, call);
  if (ref.shape === "open" || ref.type !== undefined) return callOpen(machine, ref, key, call);
  if (ref.rest !== undefined || name === undefined)
    return machine.apply(read(machine, of(ref), key, call.context), call);
  return callText(machine, name, call);
}

/** `query().then(f)`: what is answered outside may be waited for like any promise. */
function isChain(name: string | undefined, { args }: NativeArguments): boolean {
  return (
    (name === "then" || name === "catch" || name === "finally") &&
    args.some(({ refs }) => refs.some((ref) => ref.kind === "closure" || ref.kind === "native"))
  );
}

/** A field that appeared because it was read, not because it was written. */
function isFoundPart(ref: RecordObj, name: string): boolean {
  const value = ref.fields.get(name)?.value;
  return value !== undefined && value.refs.every((held) => held.kind === "record" && held.shape !== "closed");
}

/** A method of something from outside: the object it belongs to is what may be read or changed. */
function callOpen(machine: Machine, ref: RecordObj, key: Value, call: NativeArguments): Value {
  const name = exactText(key);
  const member = read(machine, of(ref), key, call.context);
  let result = scalar(member.taint);
  for (const held of member.refs)
    if (held.kind === "native" || held.kind === "closure" || held.kind === "external")
      result = join(result, machine.apply(of(held, member.taint), call));
  const unknown = unknownFor(ref);
  if (member.refs.some((held) => held.kind === "native")) return result;
  const { handedOut } = machine;
  const owed = call.args.reduce((taint, value) => taint | deepTaint(value), 0);
  result = join(result, handedOut.run(machine, handedOut.hooksOf(machine, ref), call, { owed, shared: NOTHING }));
  return join(result, unknownCall(machine, { ...unknown, name: `${ref.name}.${name ?? "[]"}` }, call));
}
