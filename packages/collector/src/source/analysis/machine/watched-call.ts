import type { Node } from "oxc-parser";
import { controlOf } from "./control.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { deepTaint } from "./memory.ts";
import { nextSerial, type Obj } from "./objects.ts";
import { CONTENT } from "./taint.ts";
import { tainted, type Value } from "./value.ts";

/**
 * Runs a call of the source, and if it is one of the two the question is about, sees to it that A's answer carries
 * its marks and that what B meets is put down.
 */
export function aroundCall(machine: Machine, call: NativeArguments, callee: Value, run: () => Value): Value {
  const { watch } = machine;
  const { node, context } = call;
  watch.enter(node);
  const outer = watch.active && context.activation.node === watch.common && watch.common !== undefined;
  if (outer) watch.open.push(node);
  try {
    return asked(machine, call, callee, run);
  } finally {
    if (outer) watch.open.pop();
  }
}

function asked(machine: Machine, call: NativeArguments, callee: Value, run: () => Value): Value {
  const { watch } = machine;
  const { question } = watch;
  if (question === undefined || !watch.active) return run();
  const { node } = call;
  if (node === question.to && watch.started && watch.inTo === 0) {
    return runTo(machine, call, callee, () => (node === question.from ? runFrom(machine, call, run) : run()));
  }
  if (node === question.from && watch.inFrom === 0) return runFrom(machine, call, run);
  return isSite(machine, node) ? runSite(machine, call, run) : run();
}

function isSite(machine: Machine, node: Node): boolean {
  const { watch } = machine;
  if (watch.from && node === watch.question?.fromSite) return true;
  if (watch.to && node === watch.question?.toSite) watch.toSiteReached = true;
  return false;
}

function runTo(machine: Machine, call: NativeArguments, callee: Value, run: () => Value): Value {
  const { watch } = machine;
  const { context, args, self, node } = call;
  const given = args.reduce((taint, value) => taint | deepTaint(value), callee.taint | self.taint);
  watch.seen.push({ control: controlOf(context), args: given, reads: 0, wait: context.activation.flow.wait });
  watch.inTo += 1;
  if (node === watch.question?.toSite) watch.toSiteReached = true;
  try {
    return run();
  } finally {
    watch.inTo -= 1;
  }
}

function runFrom(machine: Machine, call: NativeArguments, run: () => Value): Value {
  const { watch } = machine;
  const { flow } = call.context.activation;
  watch.started = true;
  watch.inFrom += 1;
  watch.calls += 1;
  watch.fromSerial = nextSerial();
  const own = call.node === watch.question?.fromSite;
  const reached = watch.fromSiteReached;
  watch.fromSiteReached = own;
  try {
    const answered = marked(run());
    if (!watch.fromSiteReached || own) startWaiting(answered, flow, own);
    watch.fromSiteReached = watch.fromSiteReached || reached;
    return answered;
  } finally {
    watch.inFrom -= 1;
  }
}

/** The innermost call of A: the wait is for its promise, wherever it is awaited. */
function runSite(machine: Machine, call: NativeArguments, run: () => Value): Value {
  machine.watch.fromSiteReached = true;
  const answered = run();
  startWaiting(answered, call.context.activation.flow, true);
  return answered;
}

function startWaiting(answered: Value, flow: { wait: string }, exact: boolean): void {
  let promised = false;
  for (const ref of answered.refs) {
    if (ref.kind !== "promise" && ref.kind !== "external") continue;
    promised = true;
    ref.pending = exact ? "yes" : "maybe";
  }
  flow.wait = promised ? "started" : "settled";
}

/** A's answer owes to A, in whatever it is wrapped; a bare response tells success and content apart itself. */
export function marked(value: Value): Value {
  for (const ref of value.refs) if (ref.kind === "promise") ref.value = marked(ref.value);
  const plain = value.refs.filter((ref) => !wrapsItself(ref));
  return value.refs.length > 0 && plain.length === 0 ? value : tainted(value, CONTENT);
}

function wrapsItself(ref: Obj): boolean {
  return ref.kind === "promise" || ref.kind === "response";
}
