import { reachedBy } from "../machine/control.ts";
import type { Machine, NativeArguments } from "../machine/machine.ts";
import { data, type Pending, promise, type PromiseObj } from "../machine/objects.ts";
import { thrownArguments } from "../machine/presence.ts";
import { adopted } from "../machine/resolving.ts";
import { CAUGHT, CONTENT, type Taint, TRIED } from "../machine/taint.ts";
import { join, joinAll, NOTHING, of, scalar, type Value } from "../machine/value.ts";

/** `p.then(f, g)`, `p.catch(g)`, `p.finally(h)`: a promise that waits for `p` and runs them after it. */
export function callPromise(machine: Machine, ref: PromiseObj, name: string | undefined, call: NativeArguments): Value {
  const [first, second] = call.args;
  switch (name) {
    case "then": {
      const worked = ref.pending === "no" ? ref.fails : ref.fails | TRIED;
      const kept = second === undefined ? worked : 0;
      const done = first === undefined ? ref.value : after(machine, ref, first, [ref.value], worked, call);
      const failed =
        second === undefined
          ? NOTHING
          : after(machine, ref, second, thrownArguments(failure(ref)), failControl(ref), call);
      return chained(ref, join(done, failed), kept);
    }
    case "catch": {
      const failed =
        first === undefined
          ? NOTHING
          : after(machine, ref, first, thrownArguments(failure(ref)), failControl(ref), call);
      return chained(ref, join(ref.value, failed), 0);
    }
    case "finally":
      if (first !== undefined) after(machine, ref, first, [], 0, call);
      return chained(ref, ref.value, ref.fails);
    default:
      return scalar(0);
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
