import type { Node } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import { controlOf } from "./control.ts";
import { Environment } from "./environment.ts";
import { type Flow, joinFlow, joinWait } from "./flow.ts";
import { namesOf, varNames } from "./hoist.ts";
import { type Activation, type Context, type InvokeArguments, type Machine } from "./machine.ts";
import { deepTaint, taintDeep } from "./memory.ts";
import { array, type ClosureObj, listOf, type Pending, pendingOf, promise } from "./objects.ts";
import { makesOnce } from "./made-once.ts";
import { onlyThrows } from "./only-throws.ts";
import { bind } from "./patterns.ts";
import { markParameters } from "./presence.ts";
import { clientOf } from "./protocol.ts";
import { adopted, failsOf } from "./resolving.ts";
import { CAUGHT, has, NEEDS, OPAQUE, PENDING, SAID } from "./taint.ts";
import { constant, join, joinAll, NOTHING, of, scalar, type Value } from "./value.ts";
import { whoeverAsks } from "./whoever-asks.ts";
import type { Stretch } from "./trail.ts";

/** Calls within calls; deeper ones are answered by what goes in. */
const MAX_DEPTH = 40;
/** Running calls of one function within one another: enough to see what a recursion does. */
const MAX_RECURSION = 2;

/** Runs a function of the project with the given arguments. */
export function invoke(machine: Machine, closure: ClosureObj, call: InvokeArguments): Value {
  const isOnce = !machine.watch.making && controlOf(call.context) !== 0 && makesOnce(closure.node, closure.file);
  return isOnce ? madeOnce(machine, closure, call) : entered(machine, closure, call);
}

/** Who calls it is no condition of what is made once. */
function madeOnce(machine: Machine, closure: ClosureObj, call: InvokeArguments): Value {
  const { watch } = machine;
  const { exits } = call.context.activation;
  const { throws } = exits;
  const { answer } = whoeverAsks(call.context, (context) => {
    watch.making = context === call.context;
    try {
      return entered(machine, closure, { ...call, context });
    } finally {
      watch.making = false;
      exits.throws = throws;
    }
  });
  return answer;
}

function entered(machine: Machine, closure: ClosureObj, call: InvokeArguments): Value {
  machine.step();
  machine.watch.enter(closure.node);
  machine.watch.repeated?.enter(closure.node);
  const { context } = call;
  const running = machine.running.get(closure.node) ?? 0;
  if (context.activation.depth >= MAX_DEPTH || running >= MAX_RECURSION) return cut(machine, closure, call);
  machine.running.set(closure.node, running + 1);
  try {
    const activation = newActivation(closure, call, clientAt(machine, closure, call));
    if (activation.consumer !== undefined) activation.consumer.used = true;
    const own = enterFunction(machine, closure, activation, controlOf(context), call.args);
    const inner = reachedByFailing(closure, own, context);
    const { watch } = machine;
    const stretch = watch.trail.begin(watch.calls);
    runBody(machine, closure.node, inner);
    watch.trail.left(activation.exits, "function");
    const left = leave(machine, closure, activation, context);
    if (closure.node.async) ownFailing(machine, left, activation.result, stretch);
    return left;
  } finally {
    machine.running.set(closure.node, running);
  }
}

/** A handler's helper that throws whatever it looks at decides how the failure is called, and nothing else. */
function reachedByFailing(closure: ClosureObj, own: Context, { failing = false, lost = false }: Context): Context {
  const control = controlOf(own);
  const caught = (failing && lost) || (!failing && has(control, CAUGHT) && !has(control, SAID));
  if (caught && !closure.node.async && onlyThrows(closure)) return { ...own, failing: true, lost: true };
  return failing ? { ...own, failing } : own;
}

/** An async function fails into its promise. */
function ownFailing({ watch }: Machine, { refs }: Value, result: Value, stretch: Stretch): void {
  for (const ref of refs) {
    if (ref.kind !== "promise") continue;
    if (watch.calls !== stretch.calls) watch.trail.attach(ref, [watch.trail.end(stretch)]);
    watch.trail.failsWith(ref, result);
  }
}

/** What a call that is not entered may do: mix everything it was given. */
function cut(machine: Machine, closure: ClosureObj, call: InvokeArguments): Value {
  const given = joinAll([call.self, ...call.args]);
  const taint = deepTaint(given);
  taintDeep(machine, given, taint | (machine.watch.from ? OPAQUE : 0));
  machine.watch.hand(taint);
  const { watch } = machine;
  const control = controlOf(call.context);
  watch.missed(control);
  const { question } = watch;
  if (
    watch.started &&
    !watch.to &&
    question !== undefined &&
    standsIn(question.to, closure) &&
    has(control, NEEDS | OPAQUE)
  )
    watch.note("source.too-deep");
  return { taint, refs: given.refs };
}

/** The functions in which the two calls stand are no clients of theirs. */
function clientAt(machine: Machine, closure: ClosureObj, { args, context }: InvokeArguments): Activation["client"] {
  const { watch } = machine;
  const calls = [watch.question?.from, watch.question?.to];
  if (!watch.active || calls.some((call) => call !== undefined && standsIn(call, closure))) return undefined;
  const given = args.reduce((taint, value) => taint | deepTaint(value), 0);
  return clientOf(closure, args, { shared: watch.shared.has(closure.node), given, around: context.activation.client });
}

function standsIn(call: Node, { node, file }: ClosureObj): boolean {
  return node.start <= call.start && call.end <= node.end && file.parent(call) !== undefined;
}

function newActivation(
  closure: ClosureObj,
  { self, args, context, node }: InvokeArguments,
  client: Activation["client"],
): Activation {
  const { consumer } = context;
  return {
    client,
    consumer: closure.node.generator && node !== undefined && consumer?.call === node ? consumer : undefined,
    node: closure.node,
    self: closure.self ?? self,
    args,
    home: closure.home,
    exits: { returns: 0, throws: 0, jumps: new Map() },
    flow: { dead: false, wait: context.activation.flow.wait },
    returned: { dead: true, wait: "none" },
    result: NOTHING,
    yielded: NOTHING,
    depth: context.activation.depth + 1,
  };
}

function enterFunction(
  machine: Machine,
  closure: ClosureObj,
  activation: Activation,
  control: number,
  args: readonly Value[],
): Context {
  const scope = new Environment(closure.scope);
  const { node } = closure;
  if (node.type === "FunctionExpression" && node.id !== null) scope.declare(node.id.name, of(closure));
  if (node.type !== "ArrowFunctionExpression") scope.declare("arguments", of(listOf(joinAll(args))));
  const context: Context = { file: closure.file, scope, activation, control };
  node.params.forEach((param, index) => {
    for (const name of namesOf(param)) scope.declare(name, NOTHING);
    const value = param.type === "RestElement" ? of(array(args.slice(index))) : (args[index] ?? NOTHING);
    bind(machine, param, value, context, "declare");
    if (param.type === "TSParameterProperty") assignProperty(machine, param, context);
  });
  markParameters(node, args, scope);
  if (node.body !== null)
    for (const name of varNames(node.body)) if (scope.own(name) === undefined) scope.declare(name, NOTHING);
  return context;
}

/** `constructor(private readonly api: Api)` */
function assignProperty(
  machine: Machine,
  param: Extract<Node, { type: "TSParameterProperty" }>,
  context: Context,
): void {
  for (const name of namesOf(param.parameter)) {
    const value = context.scope.own(name)?.value ?? NOTHING;
    machine.write(context.activation.self, constant(name), value, context);
  }
}

function runBody(machine: Machine, node: FunctionNode, context: Context): void {
  if (node.body === null) return;
  if (node.body.type === "BlockStatement") {
    machine.execute(node.body, context);
    return;
  }
  const { activation } = context;
  activation.result = machine.evaluate(node.body, context);
}

function leave(machine: Machine, closure: ClosureObj, activation: Activation, caller: Context): Value {
  const { node } = closure;
  const flow = joinFlow(activation.returned, activation.flow);
  const callerFlow = caller.activation.flow;
  if (node.generator) {
    callerFlow.wait = joinWait(callerFlow.wait, flow.wait);
    caller.activation.exits.throws |= activation.exits.throws;
    if (activation.consumer !== undefined) return NOTHING;
    return of(listOf(activation.yielded, activation.yielded.taint));
  }
  if (!node.async) {
    callerFlow.wait = flow.dead ? callerFlow.wait : flow.wait;
    caller.activation.exits.throws |= activation.exits.throws;
    if (flow.dead) callerFlow.dead = true;
    return activation.result;
  }
  if (callerFlow.wait === "none" && flow.wait !== "none") callerFlow.wait = "started";
  const result = adopted(machine, activation.result, caller);
  const after = caller.activation.flow;
  return of(promise(flattened(result), pendingAfter(flow, after, result), activation.exits.throws | failsOf(result)));
}

/** An async function that returns a promise waits for it. */
function flattened(result: Value): Value {
  let value = scalar(result.taint & ~PENDING);
  for (const ref of result.refs)
    value = join(value, ref.kind === "promise" ? ref.value : of(ref, result.taint & ~PENDING));
  return result.text === undefined ? value : { ...value, text: result.text };
}

function pendingAfter(flow: Flow, caller: Flow, result: Value): Pending {
  const inner = result.refs.flatMap((ref) => pendingOf(ref) ?? []);
  if (caller.wait !== "settled" && flow.wait === "settled") return "yes";
  if (inner.length > 0 && inner.every((pending) => pending === "yes")) return "yes";
  if (inner.some((pending) => pending !== "no") || flow.wait === "mixed") return "maybe";
  return "no";
}
