import type { Expression, Node } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import { evaluateCall, evaluateNew, evaluateTagged } from "./calls.ts";
import { makeClass } from "./classes.ts";
import { consumeYielded } from "./consumer.ts";
import { branches, controlOf, under } from "./control.ts";
import { elementsOf } from "./elements.ts";
import { joinFlow } from "./flow.ts";
import { type Context, type Machine, Unfollowed } from "./machine.ts";
import { deepTaint, keep, load, read, wholeTaint, write, writeRest } from "./memory.ts";
import { array, closure, listOf, namespace, nextSerial, type Obj, open, promise } from "./objects.ts";
import { evaluateObject } from "./object-literal.ts";
import { evaluateJsx } from "./jsx.ts";
import { isMadeOnce } from "./made-once.ts";
import { bind, keyOf } from "./patterns.ts";
import { decided } from "./presence.ts";
import { CONTENT, has, OPAQUE, STATUS, type Taint, TOUCHED } from "./taint.ts";
import {
  constant,
  exactText,
  join,
  joinAll,
  NOTHING,
  of,
  scalar,
  type Text,
  tainted,
  type Value,
  untold,
} from "./value.ts";

export function evaluate(machine: Machine, node: Expression, context: Context): Value {
  machine.step();
  switch (node.type) {
    case "Literal":
      return literal(node);
    case "TemplateLiteral":
      return template(machine, node, context);
    case "Identifier":
      return identifier(machine, node.name, context);
    case "ThisExpression":
      return context.activation.self;
    case "MemberExpression":
      return member(machine, node, context);
    case "ChainExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ParenthesizedExpression":
      return evaluate(machine, node.expression, context);
    case "CallExpression":
      return evaluateCall(machine, node, context);
    case "NewExpression":
      return evaluateNew(machine, node, context);
    case "TaggedTemplateExpression":
      return evaluateTagged(machine, node, context);
    case "AwaitExpression":
      return machine.settle(evaluate(machine, node.argument, context), context);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      return functionValue(node, context);
    case "ClassExpression":
    case "ClassDeclaration":
      return of(makeClass(machine, node, context));
    case "ObjectExpression":
      return evaluateObject(machine, node, context);
    case "ArrayExpression":
      return arrayValue(machine, node.elements, context);
    case "AssignmentExpression":
      return assign(machine, node, context);
    case "UpdateExpression":
      return update(machine, node, context);
    case "ConditionalExpression":
      return conditional(machine, node, context);
    case "LogicalExpression":
      return logical(machine, node, context);
    case "BinaryExpression":
      return binary(machine, node, context);
    case "UnaryExpression":
      return unary(machine, node, context);
    case "SequenceExpression":
      return node.expressions.reduce((_last, part) => evaluate(machine, part, context), NOTHING);
    case "YieldExpression":
      return yieldValue(machine, node, context);
    case "ImportExpression":
      return dynamicImport(machine, node, context);
    case "JSXElement":
    case "JSXFragment":
      return evaluateJsx(machine, node, context);
    case "MetaProperty":
      return of(open("import.meta"));
    case "Super":
      return context.activation.home?.parent ?? NOTHING;
    default:
      return everything(machine, node, context);
  }
}

function literal(node: Extract<Expression, { type: "Literal" }>): Value {
  return typeof node.value === "string" || typeof node.value === "number" ? constant(String(node.value)) : NOTHING;
}

function template(machine: Machine, node: Extract<Node, { type: "TemplateLiteral" }>, context: Context): Value {
  const values = node.expressions.map((part) => evaluate(machine, part, context));
  let text: Text = { text: node.quasis[0]?.value.cooked ?? "", exact: true };
  values.forEach((value, index) => {
    text = appended(text, value.refs.length === 0 ? value.text : undefined);
    text = appended(text, { text: node.quasis[index + 1]?.value.cooked ?? "", exact: true });
  });
  return { taint: scalarTaint(machine, values), refs: [], text };
}

/** What a text made of these owes to A: of an object all of it, since all of it may be printed. */
function scalarTaint(machine: Machine, values: readonly Value[]): Taint {
  return values.reduce((taint, value) => taint | wholeTaint(machine, value), 0);
}

export function appended(text: Text, more: Text | undefined): Text {
  if (!text.exact) return text;
  return more === undefined ? { text: text.text, exact: false } : { text: text.text + more.text, exact: more.exact };
}

function identifier(machine: Machine, name: string, context: Context): Value {
  if (name === "undefined") return NOTHING;
  const cell = context.scope.find(name);
  if (cell !== undefined) return load(machine, cell);
  // `globalThis.name = …` made it, or one of another object that came from outside.
  const shared = machine.openField(name);
  machine.watch.meet(shared);
  return tainted(machine.global(name), shared);
}

function member(machine: Machine, node: Extract<Node, { type: "MemberExpression" }>, context: Context): Value {
  if (node.object.type === "Super")
    return machine.read(context.activation.self, keyOf(machine, node, context), context);
  const object = evaluate(machine, node.object, context);
  return read(machine, object, keyOf(machine, node, context), context);
}

function functionValue(node: FunctionNode, context: Context): Value {
  const arrow = node.type === "ArrowFunctionExpression";
  const { file, scope, activation } = context;
  return of(
    closure({
      node,
      file,
      scope,
      self: arrow ? activation.self : undefined,
      home: arrow ? activation.home : undefined,
    }),
  );
}

function arrayValue(machine: Machine, elements: readonly (Node | null)[], context: Context): Value {
  if (elements.some((element) => element?.type === "SpreadElement")) {
    const parts = elements.flatMap((element) => (element === null ? [] : [element]));
    const made = listOf(NOTHING);
    for (const part of parts) {
      if (part.type !== "SpreadElement") writeRest(machine, made, evaluate(machine, part as Expression, context));
      else writeRest(machine, made, elementsOf(machine, evaluate(machine, part.argument, context)));
    }
    return of(made);
  }
  return of(array(elements.map((part) => (part === null ? NOTHING : evaluate(machine, part as Expression, context)))));
}

type Assignment = Extract<Node, { type: "AssignmentExpression" }>;

function assign(machine: Machine, node: Assignment, context: Context): Value {
  if (node.operator === "=") {
    const first = nextSerial();
    const value = evaluate(machine, node.right, context);
    if (!madeOnce(machine, node, value, context, first)) bind(machine, node.left, value, context, "assign");
    return value;
  }
  const current = evaluate(machine, node.left as Expression, context);
  const lazy = node.operator === "??=" || node.operator === "||=" || node.operator === "&&=";
  const inner = lazy ? under(context, current.taint) : context;
  const first = nextSerial();
  const right = evaluate(machine, node.right, inner);
  if (lazy && madeOnce(machine, node, right, inner, first)) return join(current, right);
  const value = lazy ? join(current, right) : combined(machine, node.operator, current, right);
  bind(machine, node.left, value, inner, "assign");
  return value;
}

/** What owes nothing to A, and is made by whoever comes first, is as old as the module. */
function madeOnce(machine: Machine, node: Assignment, value: Value, context: Context, first: number): boolean {
  if (node.left.type !== "Identifier") return false;
  if (machine.watch.making && isMadeOnce(node, context.file)) return true;
  if ((deepTaint(value) & ~TOUCHED) !== 0) return false;
  const cell = context.scope.find(node.left.name);
  if (cell === undefined || cell.value.taint !== 0 || !isMadeOnce(node, context.file)) return false;
  machine.watch.madeBefore(first);
  keep(machine, cell, value, node.left.name);
  return true;
}

function combined(machine: Machine, operator: string, left: Value, right: Value): Value {
  const taint = wholeTaint(machine, left) | wholeTaint(machine, right);
  const sum = operator === "+=" || operator === "+";
  const more = right.refs.length === 0 ? right.text : undefined;
  if (!sum || left.text === undefined || left.refs.length > 0 || mayBeSum(left.text, more)) return untold(taint);
  return { taint, refs: [], text: appended(left.text, more) };
}

/** `1 + n`: what looks like a number may be one, and no text is put together. */
function mayBeSum(left: Text, right: Text | undefined): boolean {
  return left.exact && NUMBER.test(left.text) && (right === undefined || !right.exact || NUMBER.test(right.text));
}

const NUMBER = /^-?[\d.]+(?:e[+-]?\d+)?$/i;

function unary(machine: Machine, node: Extract<Node, { type: "UnaryExpression" }>, context: Context): Value {
  const { argument, operator } = node;
  if (operator !== "delete" || argument.type !== "MemberExpression")
    return scalar(evaluate(machine, argument, context).taint);
  write(machine, evaluate(machine, argument.object, context), keyOf(machine, argument, context), NOTHING, context);
  return NOTHING;
}

function update(machine: Machine, node: Extract<Node, { type: "UpdateExpression" }>, context: Context): Value {
  const value = untold(evaluate(machine, node.argument, context).taint);
  bind(machine, node.argument, value, context, "assign");
  return value;
}

function conditional(
  machine: Machine,
  node: Extract<Node, { type: "ConditionalExpression" }>,
  context: Context,
): Value {
  const test = evaluate(machine, node.test, context);
  const sure = decided(node.test, context.scope);
  if (sure !== undefined) return machine.evaluate(sure ? node.consequent : node.alternate, context);
  const inner = branches(context, node.test, test.taint);
  const { activation } = context;
  const before = { ...activation.flow };
  const yes = evaluate(machine, node.consequent, inner.yes);
  const then = activation.flow;
  activation.flow = { ...before };
  const no = evaluate(machine, node.alternate, inner.no);
  activation.flow = joinFlow(then, activation.flow);
  return tainted(join(yes, no), test.taint);
}

function logical(machine: Machine, node: Extract<Node, { type: "LogicalExpression" }>, context: Context): Value {
  const left = evaluate(machine, node.left, context);
  const { activation } = context;
  const before = { ...activation.flow };
  const right = evaluate(machine, node.right, under(context, left.taint));
  activation.flow = joinFlow(before, activation.flow);
  return tainted(join(left, right), left.taint);
}

/** `res.status === 404` asks what was answered; `res.status >= 500` asks whether asking worked. */
function binary(machine: Machine, node: Extract<Node, { type: "BinaryExpression" }>, context: Context): Value {
  const left = evaluate(machine, node.left as Expression, context);
  const right = evaluate(machine, node.right, context);
  if (node.operator === "+") return combined(machine, "+", left, right);
  const taint = node.operator === "instanceof" ? left.taint : wholeTaint(machine, left) | wholeTaint(machine, right);
  const equality = node.operator.startsWith("==") || node.operator.startsWith("!=");
  const number = Number(exactText(left) ?? exactText(right) ?? Number.NaN);
  // A client that is told what to ask for knows a status as the protocol does; what it stands for, its callers know.
  const asks = equality && has(taint, STATUS) && context.activation.client?.generic !== true;
  const asksAnswer = asks && ((number > 200 && number < 500) || Number.isNaN(number));
  return untold(asksAnswer ? taint | CONTENT : taint);
}

/** Whoever iterates decides, having seen what was yielded, whether the generator goes on. */
function yieldValue(machine: Machine, node: Extract<Node, { type: "YieldExpression" }>, context: Context): Value {
  const { activation } = context;
  const value = node.argument === null ? NOTHING : evaluate(machine, node.argument, context);
  const given = node.delegate ? elementsOf(machine, value) : value;
  if (activation.consumer !== undefined) {
    const settled = activation.node?.async === true ? machine.settle(given, context) : given;
    activation.exits.returns |= consumeYielded(machine, activation.consumer, settled, context);
    return NOTHING;
  }
  activation.yielded = join(activation.yielded, tainted(given, controlOf(context)));
  const seen = deepTaint(given);
  activation.exits.returns |= seen | (machine.watch.active && machine.watch.started ? OPAQUE : 0);
  if (machine.watch.active && machine.watch.started) machine.watch.note("source.generator");
  return of(open("yield", seen), seen);
}

function dynamicImport(machine: Machine, node: Extract<Node, { type: "ImportExpression" }>, context: Context): Value {
  const specifier = exactText(evaluate(machine, node.source, context));
  if (specifier === undefined) throw new Unfollowed("source.computed-import");
  const target = machine.project.resolve(context.file, specifier);
  if (target.kind === "missing") throw new Unfollowed("source.missing", { import: specifier });
  const found: Obj[] = target.kind === "file" ? [namespace(target.file)] : [...machine.package(specifier, "*").refs];
  return of(promise({ taint: 0, refs: found }));
}

/** A kind of expression with no rule of its own: everything in it is met and mixed. */
function everything(machine: Machine, node: Node, context: Context): Value {
  const parts: Value[] = [];
  for (const value of Object.values(node) as unknown[]) {
    if (
      typeof value === "object" &&
      value !== null &&
      "type" in value &&
      /Expression$|^Identifier$/.test(String(value.type))
    )
      parts.push(evaluate(machine, value as Expression, context));
  }
  return joinAll(parts);
}
