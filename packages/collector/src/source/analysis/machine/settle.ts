import type { Wait } from "./flow.ts";
import type { Context, Machine } from "./machine.ts";
import { type Pending, pendingOf, type PromiseObj } from "./objects.ts";
import { FAILFAST, has, NEEDS, OPAQUE, PENDING, type Taint, throwTaint, TRIED } from "./taint.ts";
import { adopted } from "./resolving.ts";
import { join, of, scalar, type Value } from "./value.ts";
import { controlOf } from "./control.ts";

/** `await value`: what it settles to, and whether A has settled with it. */
export function settle(machine: Machine, awaited: Value, context: Context): Value {
  machine.step();
  const { activation } = context;
  const value = adopted(machine, awaited, context);
  let result: Value = scalar(value.taint & ~PENDING);
  const pendings: Pending[] = has(value.taint, PENDING) ? ["maybe"] : [];
  for (const ref of value.refs) {
    if (ref.kind === "promise") {
      failsWith(machine, ref);
      machine.watch.meet(ref.value.taint);
      pendings.push(ref.pending);
      activation.exits.throws |= ref.fails | failingHere(ref.fails, controlOf(context));
      result = join(result, ref.value);
      continue;
    }
    pendings.push(pendingOf(ref) ?? "no");
    result = join(result, of(ref));
  }
  // Whoever catches A's failing goes on without what follows here.
  if (machine.watch.catching > 0 && pendings.some((pending) => pending !== "no")) activation.exits.throws |= TRIED;
  const wait = afterWaiting(activation.flow.wait, pendings);
  if (wait !== activation.flow.wait) activation.flow = { ...activation.flow, wait };
  const text = value.refs.length === 0 ? value.text : result.text;
  const taint = result.taint | (value.taint & ~PENDING);
  return text === undefined ? { taint, refs: result.refs } : { taint, refs: result.refs, text };
}

/** Where a request fails that only an answer of A led to, that is its failing, and no decision. */
export function failingHere(fails: Taint, control: Taint): Taint {
  if (fails === 0) return 0;
  if (has(fails, NEEDS | OPAQUE)) return throwTaint(control);
  return has(control, NEEDS | FAILFAST) ? FAILFAST : throwTaint(control);
}

/** From here on all owes to the failing of what is waited for. */
function failsWith({ watch }: Machine, ref: PromiseObj): void {
  if (ref.pending === "no" && watch.trail.of(ref).length === 0 && !has(ref.fails, FAILFAST | TRIED)) return;
  if (watch.inFrom === 0) watch.calls += 1;
  watch.trail.again(ref);
}

function afterWaiting(wait: Wait, pendings: readonly Pending[]): Wait {
  if (wait === "settled" || wait === "none" || pendings.every((pending) => pending === "no")) return wait;
  return pendings.every((pending) => pending === "yes") ? "settled" : "mixed";
}
