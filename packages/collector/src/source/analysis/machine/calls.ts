import type { Argument, Node } from "oxc-parser";
import { construct, instantiate } from "./classes.ts";
import { choosing, under } from "./control.ts";
import { elementsOf } from "./elements.ts";
import type { Context, Machine, NativeArguments } from "./machine.ts";
import { callMethod } from "./methods.ts";
import { addTaint, deepTaint } from "./memory.ts";
import { keyOf } from "./patterns.ts";
import { array } from "./objects.ts";
import { noteArguments } from "./presence.ts";
import { OPAQUE } from "./taint.ts";
import { aroundCall } from "./watched-call.ts";
import { constant, join, NOTHING, of, scalar, type Value } from "./value.ts";
import { type Unknown, unknownCall, unknownFor } from "./unknown-call.ts";

type Call = Extract<Node, { type: "CallExpression" }>;

export function evaluateCall(machine: Machine, node: Call, context: Context): Value {
  if (node.callee.type === "Super") return superCall(machine, node, context);
  if (node.callee.type === "MemberExpression" && node.callee.object.type !== "Super")
    return methodCall(machine, node, node.callee, context);
  const callee = machine.evaluate(node.callee, context);
  const self = node.callee.type === "MemberExpression" ? context.activation.self : NOTHING;
  const args = evaluateArguments(machine, node.arguments, node.optional ? under(context, callee.taint) : context);
  const call: NativeArguments = { self, args, context, node, construct: false };
  return aroundCall(machine, call, callee, (inner) => machine.apply(callee, inner));
}

function methodCall(
  machine: Machine,
  node: Call,
  callee: Extract<Node, { type: "MemberExpression" }>,
  context: Context,
): Value {
  const self = machine.evaluate(callee.object, context);
  const inner = callee.optional || node.optional ? under(context, self.taint) : context;
  const key = keyOf(machine, callee, inner);
  const args = evaluateArguments(machine, node.arguments, inner);
  const call: NativeArguments = { self, args, context: inner, node, construct: false };
  return aroundCall(machine, call, scalar(self.taint | key.taint), (own) => callMethod(machine, key, own));
}

export function evaluateArguments(machine: Machine, nodes: readonly Argument[], context: Context): Value[] {
  const values = nodes.flatMap((node) => {
    if (node.type !== "SpreadElement") return [machine.evaluate(node, context)];
    const list = machine.evaluate(node.argument, context);
    const tuple = list.refs.length === 1 ? list.refs[0] : undefined;
    if (tuple?.kind === "record" && tuple.array && tuple.rest === undefined)
      return [...tuple.fields.values()].map(({ value }) => value);
    const each = elementsOf(machine, list);
    return [each, each, each];
  });
  return noteArguments(values, nodes, context.scope);
}

/** Calls every function the value may be, and joins what they answer. */
export function apply(machine: Machine, callee: Value, given: NativeArguments): Value {
  // Which of several functions runs is a condition of all that they do.
  const call = machine.watch.to ? { ...given, context: choosing(given.context, callee.taint) } : given;
  let result = scalar(callee.taint);
  let unknown: Unknown | undefined;
  for (const ref of callee.refs) {
    switch (ref.kind) {
      case "closure":
        result = join(result, machine.invoke(ref, call));
        break;
      case "native":
        result = join(result, ref.call(machine, call));
        break;
      case "class":
        result = join(result, instantiate(machine, ref, call));
        break;
      default:
        unknown = unknownFor(ref);
        result = join(result, unknownCall(machine, unknown, call));
    }
  }
  if (callee.refs.length === 0) return join(result, unknownCall(machine, unknownFor(undefined), call));
  return result;
}

function superCall(machine: Machine, node: Call, context: Context): Value {
  const { home, self } = context.activation;
  const args = evaluateArguments(machine, node.arguments, context);
  const call: NativeArguments = { self, args, context, node, construct: true };
  for (const ref of home?.parent.refs ?? []) {
    if (ref.kind === "class") construct(machine, ref, self, call);
    else {
      if (ref.kind === "external" && !machine.handedOut.keepAll(ref.root, args)) addTaint(machine, ref.root, OPAQUE);
      for (const made of self.refs)
        made.taint |= deepTaint({ taint: 0, refs: [ref] }) | args.reduce((taint, value) => taint | deepTaint(value), 0);
    }
  }
  return NOTHING;
}

export function evaluateNew(machine: Machine, node: Extract<Node, { type: "NewExpression" }>, context: Context): Value {
  const callee = machine.evaluate(node.callee, context);
  const args = evaluateArguments(machine, node.arguments, context);
  const call: NativeArguments = { self: NOTHING, args, context, node, construct: true };
  return aroundCall(machine, call, callee, (inner) => machine.apply(callee, inner));
}

export function evaluateTagged(
  machine: Machine,
  node: Extract<Node, { type: "TaggedTemplateExpression" }>,
  context: Context,
): Value {
  const callee = machine.evaluate(node.tag, context);
  const strings = array(
    node.quasi.quasis.map(({ value: { cooked } }) => (cooked === null ? NOTHING : constant(cooked))),
  );
  const raw = array(node.quasi.quasis.map(({ value }) => constant(value.raw)));
  strings.fields.set("raw", { value: of(raw), serial: strings.serial });
  // A package's tag is given the text, which tells what a document does.
  const { text } = machine.evaluate(node.quasi, context);
  const args = [
    text === undefined ? of(strings) : { ...of(strings), text },
    ...node.quasi.expressions.map((part) => machine.evaluate(part, context)),
  ];
  const call: NativeArguments = { self: NOTHING, args, context, node, construct: false };
  return aroundCall(machine, call, callee, (inner) => machine.apply(callee, inner));
}
