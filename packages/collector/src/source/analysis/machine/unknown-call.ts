import type { Node } from "oxc-parser";
import { effectOfCall, effectOfProcedure, type NamedEffect } from "../packages/call-names.ts";
import { isTelling } from "../packages/telling.ts";
import { isForm, isValueCall } from "../packages/value-packages.ts";
import { callbacksIn, recall } from "./callbacks.ts";
import { controlOf } from "./control.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { addTaint, deepTaint, partsOf, taintDeep, wholeTaint } from "./memory.ts";
import type { Holder } from "./handed-out.ts";
import { handOver } from "./hand-over.ts";
import { decidesBySaid, noteDemand } from "./form-demands.ts";
import { isDeclaredFetch } from "./declared-fetch.ts";
import { nameOf } from "../syntax/function-name.ts";
import { isFunction } from "../syntax/node.ts";
import { namesOf } from "./hoist.ts";
import {
  type ClosureObj,
  closureSince,
  external,
  externalRoot,
  type ExternalObj,
  type Obj,
  open,
  type RecordObj,
  rootTaint,
} from "./objects.ts";
import { isWaitedFor } from "./waited-for.ts";
import { CONTENT, FAILFAST, has, NEEDS, OPAQUE, type Taint, TOUCHED } from "./taint.ts";
import { join, of, scalar, tainted, type Value } from "./value.ts";
import type { Stretch } from "./trail.ts";

/** Code that is not followed: a package, the runtime, a function that came in as a value. */
export interface Unknown {
  readonly name: string;
  /** The import it came from; empty for what came in as a value. */
  readonly origin: string;
  /** One connection, whose statements come one after the other. */
  readonly pinned: boolean;
  readonly callbacks: ClosureObj[];
  readonly owner: { taint: Taint };
  /** By whom functions that it is handed are kept; nothing where nobody can tell. */
  readonly holder: Holder | undefined;
  /** Belongs to what the request brought (parameters, cookies): asking it is no answer of A. */
  readonly inbound: boolean;
  taint(): Taint;
  add(machine: Machine, taint: Taint): void;
  /** What a call of it may give. */
  answer(taint: Taint): Obj;
}

export function unknownFor(ref: Obj | undefined): Unknown {
  if (ref?.kind === "external") return externalUnknown(ref);
  if (ref?.kind === "record") return recordUnknown(ref);
  const root = externalRoot("function");
  return { ...externalUnknown(external(root, "function")), holder: undefined };
}

function externalUnknown(ref: ExternalObj): Unknown {
  return {
    name: ref.name,
    origin: ref.root.name,
    pinned: ref.root.pinned,
    callbacks: ref.root.callbacks,
    owner: ref.root.owner,
    holder: ref.root,
    inbound: false,
    taint: () => rootTaint(ref),
    add: (machine, taint) => {
      addTaint(machine, ref.root, taint);
      if ((taint & ~TOUCHED) !== 0) addTaint(machine, ref.root.owner, OPAQUE);
    },
    answer: (taint) => {
      const root = OPENS.test(ref.name) ? externalRoot(ref.name, ref.root.owner, true, ref.root.holder) : ref.root;
      return external(root, `${ref.name}()`, taint | ref.taint, ref.pending);
    },
  };
}

function recordUnknown(ref: RecordObj): Unknown {
  return {
    name: ref.name,
    origin: "",
    pinned: ref.pinned,
    callbacks: ref.callbacks,
    owner: ref,
    holder: { holder: ref.holder, owner: ref.holder },
    inbound: true,
    taint: () => ref.taint,
    add: (machine, taint) => addTaint(machine, ref, taint),
    answer: (taint) =>
      open(`${ref.name}()`, taint | ref.taint, {
        pinned: ref.pinned || OPENS.test(ref.name),
        pending: ref.pending,
        holder: ref.holder,
      }),
  };
}

/** Later requests carry these without being given them. */
const SENT_ALONG = /cookie/i;
/** Methods that hand out one connection or session: its statements keep their order. */
const OPENS =
  /(?:^|[.#])(?:connect|acquire|getConnection|reserve|checkout|beginTransaction|startTransaction|startSession)$/;

/**
 * A call that is not followed. Its answer owes to all that went in and to the state of what it belongs to. Unless its
 * name says that it only reads, it may also keep what it was given, change it, or leave by throwing.
 */
export function unknownCall(machine: Machine, unknown: Unknown, call: NativeArguments): Value {
  const { watch } = machine;
  const { args, context, node } = call;
  if (unknown.origin === "" && !call.construct && isDeclaredFetch(node, context.file))
    return machine.apply(machine.global("fetch"), call);
  const observed = observedCallee(machine, unknown, call);
  if (observed !== undefined) {
    watch.guessed = true;
    return machine.invoke(observed, { self: call.self, args, context });
  }
  const effect = effectOf(unknown, call);
  const given = args.reduce((taint, value) => taint | wholeTaint(machine, value), 0) | wholeTaint(machine, call.self);
  const control = controlOf(context);
  const ran = handOver(machine, unknown, call, given);
  watch.hand(given & ~TOUCHED);
  watch.meet(unknown.taint() & ~TOUCHED);
  watch.effect(node, effect, unknown.name);
  if (isWaitedFor(call)) watch.write(effect, given | control);
  if (unknown.pinned) oneConnection(machine, unknown);
  // Code of the project that was not sent may ask A's question itself, and leave by the answer.
  if (unknown.origin.startsWith("missing:") && watch.started && watch.active && !watch.from && !watch.to)
    context.activation.exits.throws |= OPAQUE;
  if (call.construct) return joinedTo(constructed(machine, unknown, call, given | ran.taint), ran);
  if ((effect === "check" || isSafeCheck(unknown, call)) && has(given, NEEDS)) check(machine, unknown, call, given);
  if (effect === "pure" || effect === "check") return joinedTo(scalarOrCallbacks(machine, unknown, call, given), ran);
  if (effect === "read") {
    if (watch.from && !unknown.inbound && !isForm(unknown.origin)) unknown.add(machine, TOUCHED);
  } else changeState(machine, unknown, call, given | (has(control, NEEDS) ? OPAQUE : 0), effect);
  const stretch = watch.trail.begin(watch.calls);
  const answered = join(callBack(machine, unknown, call, given), ran);
  mayCatch(machine, call, watch.trail.end(stretch));
  // What asks nobody is no answer of A.
  const asksNobody = isForm(unknown.origin) || (effect === "read" && unknown.inbound);
  const label = watch.answering && !(asksNobody && node !== watch.question?.fromSite) ? CONTENT : 0;
  if (label !== 0 || has(given, NEEDS)) watch.calls += 1;
  // What callbacks gave may lie anywhere in the answer.
  const taint = given | (unknown.taint() & ~TOUCHED) | label | deepTaint(answered);
  const answer = unknown.answer(taint);
  if (awaits(call) && (answer.kind === "external" || answer.kind === "record") && answer.pending === "no")
    answer.pending = "maybe";
  if (answer.kind === "external" && isForm(unknown.origin)) noteDemand(answer, unknown.name, call.self, call.args);
  return tainted(join(of(answer), answered), taint);
}

/**
 * `this.users.find(id)` on something that was handed in: which function that is, the stacks of the two calls tell.
 * A function that was itself handed over is no callee.
 */
function observedCallee(machine: Machine, unknown: Unknown, call: NativeArguments): ClosureObj | undefined {
  const { watch } = machine;
  const seen = watch.active && unknown.origin === "" && !call.construct ? watch.callees.get(call.node) : undefined;
  if (seen === undefined || call.args.some((value) => callbacksIn(value).some(({ node }) => node === seen.node)))
    return undefined;
  const name = nameOf(seen.file, seen.node)?.split(".").at(-1);
  if (name === undefined || name !== unknown.name.split(".").at(-1)) return undefined;
  machine.exported(seen.file, "default");
  return closureSince(seen.node, watch.since);
}

/** `await settle(promise)`: what was given a promise may wait for it. */
function awaits({ args }: NativeArguments): boolean {
  return args.some(({ refs }) => refs.some((ref) => ref.kind === "promise" && ref.pending !== "no"));
}

/** Code that is not followed may catch the failing of what it was given, and go on. */
function mayCatch({ watch }: Machine, { args }: NativeArguments, ran: Stretch): void {
  if (!watch.active || watch.from) return;
  watch.trail.tell(ran);
  for (const ref of args.flatMap((value) => [value, ...value.refs.flatMap(partsOf)]).flatMap(({ refs }) => refs))
    if (ref.kind === "promise") watch.trail.tellAll(ref);
}

function effectOf(unknown: Unknown, { node, construct, args }: NativeArguments): NamedEffect {
  if (!construct && isTelling(unknown.name, unknown.origin, node)) return "pure";
  if (!construct && isValueCall(unknown.origin, unknown.name)) return "pure";
  const effect = effectOfProcedure(unknown.origin, unknown.name) ?? effectOfCall(unknown.name, construct, args);
  // A form is asked for: `z.record` and `z.set` keep nothing.
  return (effect === "unknown" || effect === "write") && isForm(unknown.origin) ? "read" : effect;
}

/** `safeParse`, where what was said decides: whoever asks for that asks for more than whether it is an answer at all. */
function isSafeCheck({ origin, name }: Unknown, { self, args }: NativeArguments): boolean {
  return isForm(origin) && /(?:^|\.)safeParse/.test(name) && decidesBySaid([self, ...args]);
}

/**
 * A form that is not kept is a failure, unless it asks for what was said; rules of its own that a schema was given may
 * leave for other reasons.
 */
function check(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint): void {
  const { exits } = call.context.activation;
  exits.throws |= isForm(unknown.origin) && decidesBySaid([call.self, ...call.args]) ? CONTENT : FAILFAST;
  for (const callback of unknown.callbacks) recall(machine, callback, call, given);
}

function oneConnection(machine: Machine, unknown: Unknown): void {
  const { watch } = machine;
  if (watch.to && has(unknown.taint(), TOUCHED)) watch.conflict ??= unknown.name;
  if (watch.from) unknown.add(machine, TOUCHED);
}

/** A new thing of a package: it has a state of its own, made of what it was given. */
function constructed(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint): Value {
  const root = externalRoot(unknown.name, unknown.owner, false, {});
  root.taint |= given;
  const made = external(root, `new ${unknown.name}`, given);
  callBack(machine, externalUnknown(made), call, given);
  return of(made, given);
}

function scalarOrCallbacks(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint): Value {
  const make = (): Value => answerOrCallbacks(machine, unknown, call, given);
  const owed = (given | unknown.taint()) & ~TOUCHED;
  const owesNothing = owed === 0 && call.args.every((value) => callbacksIn(value).length === 0);
  return owesNothing ? machine.answers.to(call.node, [call.self, ...call.args], make) : make();
}

function answerOrCallbacks(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint): Value {
  const answered = callBack(machine, unknown, call, given);
  const taint = given | (unknown.taint() & ~TOUCHED) | deepTaint(answered);
  // A document keeps its text: it tells what a request that is given it does.
  const text = call.args[0]?.text;
  const told = machine.answers.data(call.node, taint);
  const made: Value = text === undefined ? of(told, taint) : { taint, refs: [told], text };
  return join(made, answered);
}

function changeState(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint, effect: string): void {
  const { watch } = machine;
  const { exits } = call.context.activation;
  const owed = given & ~TOUCHED;
  // Two things of an object that was handed in may be one.
  if (watch.guessed && watch.from && unknown.origin === "")
    watch.note("source.opaque-call", { call: unknown.name, line: lineOf(call) });
  // What is not there, or holds what was not followed, may leave because of it.
  if (watch.started && !watch.from) exits.throws |= unknown.taint() & OPAQUE;
  unknown.add(machine, owed | (watch.from ? OPAQUE : 0));
  if (has(owed, NEEDS | OPAQUE) || watch.from) {
    for (const value of call.args) taintDeep(machine, value, mutationTaint(owed, watch.from));
    for (const callback of unknown.callbacks) recall(machine, callback, call, owed | OPAQUE);
  }
  watch.behind(() => {
    unknown.add(machine, OPAQUE);
    for (const callback of unknown.callbacks) recall(machine, callback, call, OPAQUE);
  });
  if (!has(owed, NEEDS) || isPassedOn(call)) return;
  if (effect === "guard") exits.throws |= CONTENT;
  else if (effect === "write" && !SENT_ALONG.test(unknown.name)) return;
  else if (
    isStatement(call) ||
    call.args.some((value, index) => isWhole(call.node, index) && has(deepTaint(value), NEEDS))
  ) {
    // Leaving once B was asked for keeps nobody from asking.
    if (!watch.asked) watch.note("source.opaque-call", { call: unknown.name, line: lineOf(call) });
    exits.throws |= OPAQUE;
  }
}

/** `if (err) return done(err)`: whoever waits for this callback is told of the failure, and nothing follows here. */
function isPassedOn({ node, context }: NativeArguments): boolean {
  if (context.told !== true || context.file.parent(node)?.type !== "ReturnStatement") return false;
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return false;
  const { name } = node.callee;
  for (let at = context.file.parent(node); at !== undefined; at = context.file.parent(at))
    if (isFunction(at) && at.params.some((param) => namesOf(param).includes(name))) return true;
  return false;
}

/** Nobody takes its answer: it is called for what it does, and that may be to leave. */
function isStatement({ node, context }: NativeArguments): boolean {
  let holder = context.file.parent(node);
  if (holder?.type === "AwaitExpression" || holder?.type === "ChainExpression") holder = context.file.parent(holder);
  return holder?.type === "ExpressionStatement";
}

function mutationTaint(owed: Taint, from: boolean): Taint {
  return from || has(owed, NEEDS) ? owed | OPAQUE : owed;
}

/** Was a whole object handed over, by name, rather than one of its fields or a text made of it? */
function isWhole(node: Node, index: number): boolean {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
  const argument = node.arguments[index];
  return (
    argument !== undefined &&
    /^(?:Identifier|ObjectExpression|ArrayExpression|SpreadElement|ThisExpression)$/.test(argument.type)
  );
}

/** Functions handed over may be called now, and again whenever the same object is called later. */
function callBack(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint): Value {
  let result: Value = scalar(0);
  for (const value of call.args) {
    for (const ref of callbacksIn(value)) {
      if (!unknown.callbacks.includes(ref) && unknown.callbacks.length < 64) unknown.callbacks.push(ref);
      result = join(result, recall(machine, ref, call, given | (unknown.taint() & ~TOUCHED), unknown.origin));
    }
  }
  return result;
}

function joinedTo(answer: Value, more: Value): Value {
  return tainted(join(answer, more), more.taint | deepTaint(more));
}

function lineOf(call: NativeArguments): number {
  return call.context.file.lines.position(call.node.start).line;
}
