import { controlOf, thrownFrom } from "./control.ts";
import { namesReason } from "./exits.ts";
import type { Context, Machine, NativeArguments, NativeCall } from "./machine.ts";
import { findMethod, read } from "./memory.ts";
import { native, type Obj, type Pending, pendingOf, promise, type PromiseObj, type RecordObj } from "./objects.ts";
import { guardTaint, has, SAID, type Taint, throwTaint } from "./taint.ts";
import { constant, join, NOTHING, of, scalar, tainted, type Value } from "./value.ts";

/** Answers that are asked for one within the other: a `then` that hands over something with a `then` of its own. */
const MAX_DEPTH = 4;

/**
 * What has a `then` of the project's own (`ResultAsync`, a query builder) is waited for by calling that: in its place, a
 * promise of what it hands over.
 */
export function adopted(machine: Machine, value: Value, context: Context, depth: number = 0): Value {
  if (depth >= MAX_DEPTH || !value.refs.some(hasThen)) return value;
  let result: Value = scalar(value.taint);
  for (const ref of value.refs)
    result = join(result, of(hasThen(ref) ? waitedFor(machine, ref, context, depth) : ref, value.taint));
  return result;
}

export function hasThen(ref: Obj): ref is RecordObj {
  if (ref.kind !== "record" || ref.shape !== "closed") return false;
  const own = ref.fields.get("then")?.value.refs;
  return own?.some(({ kind }) => kind === "closure" || kind === "native") ?? findMethod(ref.type, "then") !== undefined;
}

function waitedFor(machine: Machine, ref: RecordObj, context: Context, depth: number): PromiseObj {
  const held = promise(scalar(ref.taint), ref.pending);
  const { activation } = context;
  const { dead } = activation.flow;
  const told = new Set<string>();
  const hand = resolving(held);
  const resolve = native("resolve", (inner, call: NativeArguments) => {
    told.add(call.context.activation.flow.wait);
    const [given = NOTHING] = call.args;
    return hand(inner, { ...call, args: [adopted(inner, given, call.context, depth + 1)] });
  });
  machine.apply(read(machine, of(ref), constant("then"), context), {
    self: of(ref),
    args: [of(resolve), of(native("reject", rejecting(held)))],
    context,
    node: context.file.program,
    construct: false,
  });
  activation.flow = { ...activation.flow, dead };
  if (told.size === 1 && told.has("settled")) held.pending = "yes";
  return held;
}

/** The first of the two functions that the maker of a promise gets; `always`: it is called whatever happens. */
export function resolving(held: PromiseObj, always: boolean = false): NativeCall {
  return (machine, { args, context }) => {
    const value = adopted(machine, args[0] ?? NOTHING, context);
    const control = controlOf(context);
    held.value = join(held.value, tainted(settled(value), control));
    held.fails |= failsOf(value);
    machine.watch.trail.failsWith(held, value);
    // Whoever waits for it gets on only where an answer said so.
    if (!always && has(throwTaint(control), SAID)) held.fails |= throwTaint(control);
    const { wait } = context.activation.flow;
    if (!always && held.pending === "no" && (wait !== "none" || pendingIn(value) !== "no")) held.pending = "maybe";
    machine.grew(held.serial);
    return NOTHING;
  };
}

/** The second one. */
export function rejecting(held: PromiseObj): NativeCall {
  return (_machine, call) => {
    held.fails |= rejection(call);
    return NOTHING;
  };
}

/** A promise rejected by hand owes what a `throw` in its place would. */
export function rejection({ context, node }: NativeArguments): Taint {
  const reason = node.type === "CallExpression" ? node.arguments[0] : undefined;
  if (reason === undefined || reason.type === "SpreadElement") return controlOf(context);
  return namesReason(reason) ? guardTaint(controlOf(context)) : thrownFrom(context, node, reason);
}

export function settled(value: Value): Value {
  let result: Value = scalar(value.taint);
  for (const ref of value.refs) result = join(result, ref.kind === "promise" ? ref.value : of(ref));
  return value.text === undefined ? result : { ...result, text: value.text };
}

export function pendingIn(value: Value): Pending {
  return strongest(value.refs.map((ref) => pendingOf(ref) ?? "no"));
}

export function strongest(pendings: readonly Pending[]): Pending {
  if (pendings.includes("yes")) return "yes";
  return pendings.includes("maybe") ? "maybe" : "no";
}

export function failsOf(value: Value): Taint {
  return value.refs.reduce((taint, ref) => taint | (ref.kind === "promise" ? ref.fails : 0), 0);
}
