import type { Node } from "oxc-parser";
import type { Consumer } from "./consumer.ts";
import { under } from "./control.ts";
import { elementsOf } from "./elements.ts";
import { Environment } from "./environment.ts";
import { exitsTaint, joinFlow } from "./flow.ts";
import { namesOf } from "./hoist.ts";
import type { Context, Machine } from "./machine.ts";
import { nextSerial } from "./objects.ts";
import { bind } from "./patterns.ts";
import { isEmpty, isFilledAtStart } from "./registered.ts";
import type { Taint } from "./taint.ts";
import { NOTHING, scalar, type Value } from "./value.ts";

export type Loop = Extract<
  Node,
  { type: "ForStatement" | "ForInStatement" | "ForOfStatement" | "WhileStatement" | "DoWhileStatement" }
>;

type EachLoop = Extract<Loop, { type: "ForInStatement" | "ForOfStatement" }>;

/** Twice shows what one iteration leaves to the next; more only while something still grows. */
const MIN_ROUNDS = 2;
const MAX_ROUNDS = 6;

export function executeLoop(machine: Machine, node: Loop, context: Context, label: string | undefined): void {
  const { activation } = context;
  const { jumps } = activation.exits;
  const names = ["break", "continue", ...(label === undefined ? [] : [`break ${label}`, `continue ${label}`])];
  const outer = new Map(names.map((name) => [name, jumps.get(name)]));
  const inner = { ...context, scope: new Environment(context.scope) };
  const round = prepare(machine, node, inner);
  const before = { ...activation.flow };
  let after = before;
  let left: Taint = 0;
  let { grown } = machine;
  for (let index = 0; index < MAX_ROUNDS; index += 1) {
    machine.grown = Infinity;
    // What a round makes for itself is made anew in the next: only what was there before carries on.
    const start = nextSerial();
    const exits = exitsTaint(activation.exits);
    left |= round();
    machine.watch.trail.left(activation.exits, "round");
    const changed = machine.grown <= start || exitsTaint(activation.exits) !== exits;
    grown = Math.min(grown, machine.grown);
    const wait = activation.flow.wait;
    const retried = activation.flow.dead && !jumps.has("continue");
    after = joinFlow(after, { dead: false, wait });
    activation.flow = { dead: false, wait: after.wait };
    if (retried && index === 0 && !jumps.has("break")) break;
    if (index + 1 >= MIN_ROUNDS && !changed) break;
  }
  machine.grown = grown;
  const leaving = (jumps.get("break") ?? 0) | (label === undefined ? 0 : (jumps.get(`break ${label}`) ?? 0));
  for (const [name, taint] of outer) {
    if (taint === undefined) jumps.delete(name);
    else jumps.set(name, taint);
  }
  activation.flow = { dead: before.dead, wait: after.wait };
  // A loop that ends when A says so is waited for: what follows may not come earlier.
  if (node.type !== "ForOfStatement" && node.type !== "ForInStatement") activation.exits.returns |= left | leaving;
}

/** Sets the loop up; the answer runs one round and tells what going on owed to. */
function prepare(machine: Machine, node: Loop, context: Context): () => Taint {
  switch (node.type) {
    case "ForStatement":
      return forRound(machine, node, context);
    case "WhileStatement":
      return () => {
        const test = machine.evaluate(node.test, context).taint;
        machine.execute(node.body, under(context, test));
        return test;
      };
    case "DoWhileStatement": {
      let control: Taint = 0;
      return () => {
        machine.execute(node.body, under(context, control));
        context.activation.flow = { ...context.activation.flow, dead: false };
        control |= machine.evaluate(node.test, context).taint;
        return control;
      };
    }
    default:
      return eachRound(machine, node, context);
  }
}

function forRound(machine: Machine, node: Extract<Loop, { type: "ForStatement" }>, context: Context): () => Taint {
  if (node.init?.type === "VariableDeclaration") machine.execute(node.init, context);
  else if (node.init !== null) machine.evaluate(node.init, context);
  return () => {
    const test = node.test === null ? 0 : machine.evaluate(node.test, context).taint;
    machine.execute(node.body, under(context, test));
    if (node.update !== null) machine.evaluate(node.update, under(context, test));
    return test;
  };
}

function eachRound(machine: Machine, node: EachLoop, context: Context): () => Taint {
  const consumer = consumerOf(machine, node, context);
  const list = machine.evaluate(node.right, consumer === undefined ? context : { ...context, consumer });
  if (consumer?.used === true && list.refs.length === 0) return () => 0;
  if (isEmpty(list) && isFilledAtStart(machine, node.right, context) && isEmpty(list)) {
    machine.watch.meet(list.taint);
    for (const ref of list.refs) machine.watch.noteShape(ref);
    return () => 0;
  }
  return () => {
    const each = elementOf(machine, node, list, context);
    executeBody(machine, node, each, under(context, elementControl(list, each)));
    return 0;
  };
}

/** Runs the body with one element. */
function executeBody(machine: Machine, node: EachLoop, each: Value, context: Context): void {
  const scope = new Environment(context.scope);
  const inner = { ...context, scope };
  if (node.left.type === "VariableDeclaration") {
    const pattern = node.left.declarations[0]?.id;
    if (pattern === undefined) return;
    for (const name of namesOf(pattern)) scope.declare(name, NOTHING);
    bind(machine, pattern, each, inner, node.left.kind === "var" ? "assign" : "declare");
  } else bind(machine, node.left, each, inner, "assign");
  machine.execute(node.body, inner);
}

/** `for await (const page of pages(id))`: the loop as what a generator of the project hands its values to. */
function consumerOf(machine: Machine, node: EachLoop, context: Context): Consumer | undefined {
  if (node.type !== "ForOfStatement" || node.right.type !== "CallExpression") return undefined;
  return {
    call: node.right,
    used: false,
    context,
    body: (value, inner) => {
      // That there is a next value owes to where it was yielded, not to what it is.
      executeBody(machine, node, node.await ? machine.settle(value, inner) : value, inner);
      // Only what leaves the loop keeps the generator from going on.
      inner.activation.exits.jumps.delete("continue");
    },
  };
}

function elementOf(machine: Machine, node: EachLoop, list: Value, context: Context): Value {
  if (node.type === "ForInStatement") return scalar(elementsOf(machine, list).taint);
  const each = elementsOf(machine, list);
  return node.await ? machine.settle(each, context) : each;
}

/** How often the body runs owes to the list. */
function elementControl(list: Value, each: Value): Taint {
  let taint = list.taint | each.taint;
  for (const ref of list.refs) taint |= ref.taint;
  return taint;
}
