import { hasThen } from "./resolving.ts";
import { controlOf } from "./control.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { isFunction } from "../syntax/node.ts";
import { deepTaint } from "./memory.ts";
import { nextSerial, type Obj } from "./objects.ts";
import { CONTENT, type Taint, TRIED, WRAPPED } from "./taint.ts";
import { join, scalar, tainted, type Value } from "./value.ts";
import type { Watch } from "./watch.ts";

type Run = (call: NativeArguments) => Value;

/**
 * Runs a call of the source, and if it is one of the two the question is about, sees to it that A's answer carries
 * its marks and that what B meets is put down.
 */
export function aroundCall(machine: Machine, call: NativeArguments, callee: Value, run: Run): Value {
  return repeatable(machine, call, () => asked(machine, call, callee, run));
}

/** A call that may be answered with what A was answered owes to A as well. */
function repeatable(machine: Machine, call: NativeArguments, run: () => Value): Value {
  const { watch } = machine;
  if (watch.repeated === undefined || !watch.active) return run();
  const { result, repeats } = watch.repeated.around(call, run);
  return repeats && watch.inFrom === 0 ? owing(result) : result;
}

function owing(value: Value): Value {
  for (const ref of value.refs) if (ref.kind === "promise") ref.value = owing(ref.value);
  return value.refs.some((ref) => ref.kind === "promise") ? value : tainted(value, CONTENT);
}

function asked(machine: Machine, call: NativeArguments, callee: Value, run: Run): Value {
  const { watch } = machine;
  const { question } = watch;
  if (question === undefined || !watch.active) return run(call);
  const { node } = call;
  if (watch.elsewhere === 0) {
    const own = askedHere(machine, call, callee, run);
    if (own !== undefined) return own;
  }
  if (watch.to && node === question.toSite) return runToSite(machine, call, callee, run);
  return watch.from && node === question.fromSite ? runSite(machine, call, run) : run(call);
}

/** The call of A or B itself: what else runs it, for somebody else, asks another question. */
function askedHere(machine: Machine, call: NativeArguments, callee: Value, run: Run): Value | undefined {
  const { watch } = machine;
  const { question } = watch;
  const { node } = call;
  if (question === undefined) return undefined;
  if (node === question.from && question.ways !== undefined && watch.inFrom === 0 && watch.inTo === 0)
    return eachWay(machine, call, callee, question.ways);
  if (node === question.to && !watch.started) watch.toComesFirst = true;
  if (node === question.to && watch.started && watch.inTo === 0) {
    return runTo(machine, call, callee, (own) => (node === question.from ? runFrom(machine, own, run) : run(own)));
  }
  return node === question.from && watch.inFrom === 0 ? runFrom(machine, call, run) : undefined;
}

/**
 * `for (const step of steps) await step(context)`: A's step is A, B's is B, others are others. What is reached in one
 * round was waited for in the round before: A comes last.
 */
function eachWay(
  machine: Machine,
  call: NativeArguments,
  callee: Value,
  { from, to }: NonNullable<NonNullable<Machine["watch"]["question"]>["ways"]>,
): Value {
  const { watch } = machine;
  const rank = (ref: Obj): number => (ref.kind !== "closure" ? 1 : ref.node === to ? 0 : ref.node === from ? 2 : 1);
  let others = scalar(callee.taint);
  let own: Value | undefined;
  for (const ref of callee.refs.toSorted((a, b) => rank(a) - rank(b))) {
    const one = { taint: callee.taint, refs: [ref] };
    const run = (given: NativeArguments): Value => machine.apply(one, given);
    if (rank(ref) === 2) own = runFrom(machine, call, run);
    else if (rank(ref) === 0 && watch.started) others = join(others, runTo(machine, call, one, run));
    else others = join(others, run(call));
  }
  return own === undefined ? others : inTurn(own, others);
}

/** Each round has a promise of its own: whoever waits for them in turn has waited for A's once all are done. */
function inTurn(own: Value, others: Value): Value {
  const [held] = own.refs;
  if (own.refs.length !== 1 || held?.kind !== "promise") return join(own, others);
  for (const ref of others.refs) {
    if (ref.kind !== "promise") return join(own, others);
    held.value = join(held.value, ref.value);
    held.fails |= ref.fails;
  }
  return tainted(own, others.taint);
}

/** The innermost call of B: what else its helpers meet, before or after it, is not asked for by the request. */
function runToSite(machine: Machine, call: NativeArguments, callee: Value, run: Run): Value {
  const { watch } = machine;
  const outer = watch.inSite;
  watch.toSiteReached = true;
  watch.inSite = true;
  const current = watch.seen.at(-1);
  if (current !== undefined) {
    current.site ??= 0;
    current.behindWrite ||= watch.written;
  }
  // A text made of a whole object is met only in its conditions; what it is given, what is called meets.
  watch.meet(callee.taint | controlOf(call.context));
  try {
    return watch.from && call.node === watch.question?.fromSite ? runSite(machine, call, run) : run(call);
  } finally {
    watch.inSite = outer;
  }
}

function runTo(machine: Machine, call: NativeArguments, callee: Value, run: Run): Value {
  const { watch } = machine;
  const { context, args, self, node } = call;
  const entered = watch.readsOnly && callee.refs.length > 0 && callee.refs.every(({ kind }) => kind === "closure");
  const owed = entered ? (value: Value): Taint => value.taint : deepTaint;
  const given = args.reduce((taint, value) => taint | owed(value), 0);
  const control = controlOf(context);
  const { wait } = context.activation.flow;
  watch.seen.push({
    control: control | watch.above,
    args: given,
    callee: callee.taint | self.taint,
    reads: 0,
    missed: 0,
    wait,
    behindWrite: watch.written,
  });
  noteOutside(machine, context.activation.flow.wait);
  watch.inTo += 1;
  const { inSite, reaching } = watch;
  watch.reaching = control;
  if (node === watch.question?.toSite) {
    watch.toSiteReached = true;
    watch.inSite = true;
    watch.meet(given);
  }
  try {
    return tainted(unconditionally(call, run, control & TRIED), control);
  } finally {
    watch.inTo -= 1;
    watch.reaching = reaching;
    watch.inSite = inSite;
  }
}

function noteOutside(machine: Machine, wait: string): void {
  const { watch } = machine;
  if (watch.home === undefined || wait === "none" || wait === "started") return;
  const running = isFunction(watch.home) ? machine.running.get(watch.home) : undefined;
  watch.outside ||= running === undefined || running === 0;
}

/** What B does is told apart from whether it is reached at all, which is put down already. */
function unconditionally(call: NativeArguments, run: Run, kept: Taint): Value {
  const { exits } = call.context.activation;
  const { returns, throws } = exits;
  const jumps = [...exits.jumps];
  exits.returns = 0;
  exits.throws = 0;
  exits.jumps.clear();
  try {
    return run({ ...call, context: { ...call.context, control: kept } });
  } finally {
    exits.returns |= returns;
    exits.throws |= throws;
    for (const [name, taint] of jumps) exits.jumps.set(name, taint | (exits.jumps.get(name) ?? 0));
  }
}

function runFrom(machine: Machine, call: NativeArguments, run: Run): Value {
  const { watch } = machine;
  const { flow } = call.context.activation;
  watch.started = true;
  watch.inFrom += 1;
  watch.calls += 1;
  watch.fromSerial = nextSerial();
  const own = call.node === watch.question?.fromSite;
  const reached = watch.fromSiteReached;
  watch.fromSiteReached = own;
  watch.repeated?.begin();
  if (own) watch.repeated?.ask();
  try {
    const answered = marked(run(call), watch);
    if (!watch.fromSiteReached || own) startWaiting(answered, flow, own);
    watch.fromSiteReached = watch.fromSiteReached || reached;
    return answered;
  } finally {
    watch.inFrom -= 1;
  }
}

/** The innermost call of A: the wait is for its promise, wherever it is awaited. */
function runSite(machine: Machine, call: NativeArguments, run: Run): Value {
  machine.watch.fromSiteReached = true;
  machine.watch.repeated?.ask();
  const answered = run(call);
  startWaiting(answered, call.context.activation.flow, true);
  return answered;
}

function startWaiting(answered: Value, flow: { wait: string }, exact: boolean): void {
  let promised = false;
  for (const ref of answered.refs) {
    const open = ref.kind === "record" && (ref.shape === "open" || hasThen(ref));
    if (ref.kind !== "promise" && ref.kind !== "external" && !open) continue;
    promised = true;
    ref.pending = exact ? "yes" : "maybe";
  }
  flow.wait = promised ? "started" : "settled";
}

/** A's answer owes to A, in whatever it is wrapped; a bare response tells success and content apart itself. */
export function marked(value: Value, watch: Watch): Value {
  for (const ref of value.refs) if (ref.kind === "promise") ref.value = marked(ref.value, watch);
  const plain = value.refs.filter((ref) => !wrapsItself(ref));
  if (value.refs.length > 0 && plain.length === 0) return value;
  const own = watch.fromSiteReached && plain.length > 0 && plain.every((ref) => isMadeOf(ref, watch.fromSerial));
  return tainted(value, own ? WRAPPED : CONTENT);
}

/** `{ ok: true, value }`: made by code that was followed, of which each member owes what was put there. */
function isMadeOf(ref: Obj, fromSerial: number): boolean {
  return ref.kind === "record" && ref.shape === "closed" && !ref.array && !ref.collection && ref.serial > fromSerial;
}

function wrapsItself(ref: Obj): boolean {
  return ref.kind === "promise" || ref.kind === "response";
}
