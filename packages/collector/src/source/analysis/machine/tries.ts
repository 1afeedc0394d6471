import type { Node } from "oxc-parser";
import { controlOf, reachedBy } from "./control.ts";
import { Environment } from "./environment.ts";
import { joinFlow, joinWait, type Flow } from "./flow.ts";
import { namesOf } from "./hoist.ts";
import type { Context, Machine } from "./machine.ts";
import { throwsInstead } from "./only-throws.ts";
import { bind } from "./patterns.ts";
import { failingHere } from "./settle.ts";
import { markPresent } from "./presence.ts";
import { CAUGHT, CONTENT, FAILFAST, has, type Taint, TRIED } from "./taint.ts";
import { isFunction } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import { of, NOTHING, tainted } from "./value.ts";
import type { Leaving, Stretch } from "./trail.ts";
import { data } from "./objects.ts";

type Try = Extract<Node, { type: "TryStatement" }>;

/**
 * A handler runs because something in the block failed: it owes to every throw in it, and to A's failing if the
 * block waited for A. A handler that leaves makes what follows fail-fast; a block that leaves (`return await …`)
 * makes what follows a second attempt.
 */
export function executeTry(machine: Machine, node: Try, context: Context): void {
  const { activation } = context;
  const { exits } = activation;
  const outer = exits.throws;
  const before = { ...activation.flow };
  const { calls, parsed, trail } = machine.watch;
  const stretch = trail.begin(calls);
  const { result } = activation;
  exits.throws = 0;
  const catches = node.handler === null ? 0 : 1;
  machine.watch.catching += catches;
  machine.execute(node.block, reachedBy(context, outer));
  machine.watch.catching -= catches;
  const thrown = exits.throws;
  const tried = activation.flow;
  const owes = waited(before, tried) || machine.watch.calls !== calls || has(thrown, FAILFAST | TRIED);
  // A client that cannot read its answer has failed; for others, what was not to be read is what A said.
  const unread = machine.watch.parsed !== parsed && activation.client === undefined ? CONTENT : 0;
  const failing: Taint = owes ? CAUGHT | unread : 0;
  if (node.handler === null) exits.throws = outer | thrown;
  else {
    exits.throws = outer;
    activation.flow = { dead: before.dead, wait: joinWait(before.wait, tried.wait) };
    executeHandler(machine, node.handler, reachedBy(context, thrown | failing), { thrown, failing, at: context });
    afterHandler(activation.exits, tried, activation.flow, thrown, failing);
    const goesOn = waysOn(node.handler.body, activation.flow, context.scope);
    if (owes) swallowed(machine, context, stretch, goesOn);
    if (owes && goesOn.length > 0 && activation.result !== result)
      activation.result = tainted(activation.result, CAUGHT);
    activation.flow = joinFlow(tried, activation.flow);
  }
  if (node.finalizer !== null) {
    executeFinally(machine, node.finalizer, context);
    if (owes) swallowed(machine, context, stretch, waysOn(node.finalizer, { dead: true }, context.scope));
  }
}

/** Where a block that caught something lets others go on: behind it, in the next round, behind the function. */
function waysOn(body: Try["block"], { dead }: Pick<Flow, "dead">, scope: Environment): readonly ("here" | Leaving)[] {
  if (!dead) return ["here"];
  const found: Leaving[] = [];
  const open: Node[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "ReturnStatement" && !(node.argument !== null && throwsInstead(node.argument, scope)))
      found.push("function");
    if (node.type === "BreakStatement" || node.type === "ContinueStatement") {
      found.push("round");
      if (node.label !== null) found.push("function");
    }
    if (!isFunction(node)) open.push(...children(node));
  }
  return found;
}

/** What was written in the block, and behind it wherever only its success leads, now tells of that. */
function swallowed(machine: Machine, context: Context, ran: Stretch, ways: readonly ("here" | Leaving)[]): void {
  const { trail } = machine.watch;
  for (const way of ways) {
    if (way === "here") trail.tell(ran);
    else trail.leaving(context.activation.exits, ran, way);
  }
}

/** Did the block wait for A? */
function waited(before: Flow, after: Flow): boolean {
  return before.wait !== after.wait && after.wait !== "started";
}

interface Caught {
  /** What was thrown by the code owes to; what the failing of a request adds to that; where the attempt stands. */
  readonly thrown: Taint;
  readonly failing: Taint;
  readonly at: Context;
}

function executeHandler(
  machine: Machine,
  handler: NonNullable<Try["handler"]>,
  context: Context,
  { thrown, failing, at }: Caught,
): void {
  const cause = thrown | failing;
  let inner: Context = { ...context, scope: new Environment(context.scope) };
  if (handler.param !== null) {
    for (const name of namesOf(handler.param)) inner.scope.declare(name, NOTHING);
    const taint = cause === 0 ? 0 : (cause & ~FAILFAST) | CONTENT;
    bind(machine, handler.param, of(data(taint), taint), inner, "declare");
    if (handler.param.type === "Identifier") {
      markPresent(handler.body, handler.param.name, inner.scope, "present");
      const cell = inner.scope.own(handler.param.name);
      const owed = thrown | (failing === 0 ? 0 : FAILFAST);
      if (cell !== undefined)
        inner = { ...inner, caught: { cell, handler, thrown: owed | failingHere(owed, controlOf(at)) } };
    }
  }
  machine.execute(handler.body, inner);
}

function afterHandler(
  exits: Context["activation"]["exits"],
  tried: Flow,
  handled: Flow,
  thrown: Taint,
  failing: Taint,
): void {
  if (handled.dead && !tried.dead) exits.returns |= thrown | (failing === 0 ? 0 : FAILFAST);
  if (tried.dead && !handled.dead) exits.returns |= thrown | failing;
}

function executeFinally(machine: Machine, body: Try["block"], context: Context): void {
  const { activation } = context;
  const after = activation.flow;
  activation.flow = { dead: false, wait: after.wait };
  machine.execute(body, context);
  activation.flow = activation.flow.dead ? activation.flow : { dead: after.dead, wait: activation.flow.wait };
}
