import { reachedBy } from "../machine/control.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { data, type Pending, promise, type PromiseObj } from "../machine/objects.ts";
import { isOutcome } from "../machine/protocol-test.ts";
import { onlyThrows } from "../machine/only-throws.ts";
import { thrownArguments } from "../machine/presence.ts";
import { adopted } from "../machine/resolving.ts";
import { CAUGHT, CONTENT, type Taint, TRIED } from "../machine/taint.ts";
import { join, joinAll, of, scalar, tainted, NOTHING, type Value } from "../machine/value.ts";

/** `p.then(f, g)`, `p.catch(g)`, `p.finally(h)`: a promise that waits for `p` and runs them after it. */
export function callPromise(machine: Machine, ref: PromiseObj, name: string | undefined, call: NativeArguments): Value {
  const { trail } = machine.watch;
  const owes = ref.pending !== "no" || trail.of(ref).length > 0;
  const stretch = trail.begin(owes ? -1 : machine.watch.calls);
  const { result, catcher } = continued(machine, ref, name, call);
  const ran = trail.end(stretch);
  const catches = catcher !== undefined && goesOn(catcher);
  if (catches && owes) {
    trail.tellAll(ref);
    trail.tell(ran);
  }
  for (const one of result.refs) {
    if (one.kind !== "promise") continue;
    if (catches && owes && !isOwnOutcome(one.value, call)) one.value = tainted(one.value, CAUGHT);
    trail.attach(one, [...(catches ? [] : trail.of(ref)), ...(ran.to > ran.from ? [ran] : [])]);
  }
  return result;
}

/** `then((value) => ({ ok: true, value }), (error) => ({ ok: false, error }))` of a client: its callers know what to ask. */
function isOwnOutcome({ refs }: Value, { context }: NativeArguments): boolean {
  if (context.activation.client === undefined || refs.length === 0) return false;
  return refs.every((ref) => ref.kind === "record" && ref.shape === "closed" && [...ref.fields.keys()].some(isOutcome));
}

/** Does a handler answer where it was called for a failing? Not if all it does ends in a `throw`. */
function goesOn({ refs }: Value): boolean {
  return !(refs.length > 0 && refs.every((ref) => ref.kind === "closure" && onlyThrows(ref)));
}

interface Continued {
  readonly result: Value;
  /** What runs where the promise fails. */
  readonly catcher?: Value;
}

function continued(machine: Machine, ref: PromiseObj, name: string | undefined, call: NativeArguments): Continued {
  const [first, second] = call.args;
  const caught = (catcher: Value): Value =>
    after(machine, ref, catcher, thrownArguments(failure(ref)), failControl(ref), call);
  switch (name) {
    case "then": {
      const worked = ref.pending === "no" ? ref.fails : ref.fails | TRIED;
      const done = first === undefined ? ref.value : after(machine, ref, first, [ref.value], worked, call);
      if (second === undefined) return { result: chained(ref, done, worked) };
      return { result: chained(ref, join(done, caught(second)), 0), catcher: second };
    }
    case "catch":
      if (first === undefined) return { result: chained(ref, ref.value, 0) };
      return { result: chained(ref, join(ref.value, caught(first)), 0), catcher: first };
    case "finally":
      if (first !== undefined) after(machine, ref, first, [], 0, call);
      return { result: chained(ref, ref.value, ref.fails) };
    default:
      return { result: scalar(0) };
  }
}

function failControl(ref: PromiseObj): Taint {
  return ref.fails | (ref.pending === "no" ? 0 : CAUGHT);
}

function failure(ref: PromiseObj): Value {
  const taint = ref.fails | (ref.pending === "no" ? 0 : CONTENT);
  return of(data(taint), taint);
}

/** Runs a callback in the continuation of a promise: there, what the promise waits for has settled. */
function after(
  machine: Machine,
  ref: PromiseObj,
  callback: Value,
  args: readonly Value[],
  control: Taint,
  call: NativeArguments,
): Value {
  const { activation } = call.context;
  const outer = activation.flow;
  const exits = activation.exits.throws;
  const settled = ref.pending === "yes" ? "settled" : ref.pending === "maybe" ? "mixed" : outer.wait;
  activation.flow = { dead: outer.dead, wait: outer.wait === "settled" ? "settled" : settled };
  const context = reachedBy(call.context, control);
  const answered = machine.apply(callback, { ...call, self: NOTHING, args, construct: false, context });
  const result = adopted(machine, answered, context);
  const started = outer.wait === "none" && activation.flow.wait !== "none";
  activation.flow = { dead: outer.dead, wait: started ? "started" : outer.wait };
  const thrown = activation.exits.throws & ~exits;
  activation.exits.throws = exits;
  return thrown === 0 ? result : of(promise(settledValue(result), "no", thrown));
}

function settledValue(value: Value): Value {
  return joinAll([scalar(value.taint), ...value.refs.map((ref) => (ref.kind === "promise" ? ref.value : of(ref)))]);
}

function chained(ref: PromiseObj, result: Value, fails: Taint): Value {
  let thrown = fails;
  let pending: Pending = ref.pending;
  for (const inner of result.refs) {
    if (inner.kind !== "promise") continue;
    thrown |= inner.fails;
    if (inner.pending === "yes" || (pending === "no" && inner.pending === "maybe")) pending = inner.pending;
  }
  return of(promise(settledValue(result), pending, thrown));
}
