import type { Directive, Expression, Node, Statement } from "oxc-parser";
import { behind, branches, controlOf, thrownFrom, under } from "./control.ts";
import { declareClass } from "./classes.ts";
import { count } from "./counting.ts";
import { Environment } from "./environment.ts";
import { joinFlow } from "./flow.ts";
import { declarationOf, lexicalNames, namesOf } from "./hoist.ts";
import { executeLoop } from "./loops.ts";
import { type Context, type Machine, Unfollowed } from "./machine.ts";
import { closure, record, wayOut } from "./objects.ts";
import { executeNamespace } from "./namespaces.ts";
import { throwsInstead } from "./only-throws.ts";
import { bind } from "./patterns.ts";
import { passedOn } from "./passed-on.ts";
import { asksForValue, decided, isThere } from "./presence.ts";
import { isFunction } from "../syntax/node.ts";
import { executeTry } from "./tries.ts";
import { namesFailure, namesReason } from "./exits.ts";
import { CAUGHT, exitTaint, FAILFAST, guardTaint, has, SAID, STATUS, type Taint, throwTaint } from "./taint.ts";
import { constant, join, NOTHING, of, type Value } from "./value.ts";

export function execute(machine: Machine, node: Statement, context: Context): void {
  machine.step();
  switch (node.type) {
    case "BlockStatement":
      return executeBlock(machine, node.body, context);
    case "ExpressionStatement":
      if (!count(machine, node.expression, context)) machine.evaluate(node.expression, context);
      return;
    case "VariableDeclaration":
      return executeVariables(machine, node, context);
    case "ReturnStatement":
      return executeReturn(machine, node, context);
    case "IfStatement":
      return executeIf(machine, node, context);
    case "ThrowStatement":
      return executeThrow(machine, node, context);
    case "TryStatement":
      return executeTry(machine, node, context);
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return executeLoop(machine, node, context, undefined);
    case "SwitchStatement":
      return executeSwitch(machine, node, context);
    case "LabeledStatement":
      return executeLabeled(machine, node, context);
    case "BreakStatement":
      return jump(machine, context, node.label === null ? "break" : `break ${node.label.name}`);
    case "ContinueStatement":
      return jump(machine, context, node.label === null ? "continue" : `continue ${node.label.name}`);
    case "ClassDeclaration":
      return declareClass(machine, node, context);
    case "TSEnumDeclaration":
      return declareEnum(node, context);
    case "TSModuleDeclaration":
      return executeNamespace(node, context, (body, inner) => {
        hoist(body, inner);
        executeAll(machine, body, inner);
      });
    case "ExportNamedDeclaration":
      if (node.declaration !== null) execute(machine, node.declaration, context);
      return;
    case "ExportDefaultDeclaration":
      return exportDefault(machine, node.declaration, context);
    case "WithStatement":
      throw new Unfollowed("source.dynamic-scope");
    default:
  }
}

/** Statements of a block in a scope of their own. */
export function executeBlock(machine: Machine, body: readonly (Statement | Directive)[], context: Context): void {
  const inner = { ...context, scope: new Environment(context.scope) };
  hoist(body, inner);
  executeAll(machine, body, inner);
}

/** Declares what a block declares before its first statement runs. */
export function hoist(body: readonly (Statement | Directive)[], context: Context): void {
  const { scope, file } = context;
  for (const name of lexicalNames(body)) scope.declare(name, NOTHING);
  for (const statement of body) {
    const node = declarationOf(statement);
    if (node?.type !== "FunctionDeclaration" || node.id === null) continue;
    scope.declare(node.id.name, of(closure({ node, file, scope, self: undefined, home: undefined })));
  }
}

export function executeAll(machine: Machine, body: readonly (Statement | Directive)[], context: Context): void {
  let at = context;
  for (const [index, statement] of body.entries()) {
    if (context.activation.flow.dead) return;
    execute(machine, statement, at);
    at = behind(at, statement, body.slice(index + 1));
  }
}

function executeVariables(
  machine: Machine,
  node: Extract<Node, { type: "VariableDeclaration" }>,
  context: Context,
): void {
  for (const { id, init } of node.declarations) {
    if (init === null) continue;
    const value = machine.evaluate(init, context);
    // What runs when the block ends is not looked into.
    if (node.kind.endsWith("using") && value.refs.some(({ kind }) => kind === "record"))
      machine.watch.note("source.opaque-call", { call: node.kind, line: context.file.lines.position(node.start).line });
    bind(machine, id, value, context, node.kind === "var" ? "assign" : "declare");
  }
}

function executeReturn(machine: Machine, node: Extract<Node, { type: "ReturnStatement" }>, context: Context): void {
  const { activation } = context;
  const { argument } = node;
  const { dead } = activation.flow;
  const value = argument === null ? NOTHING : machine.evaluate(argument, context);
  // `return rethrow(error)`
  if (!dead && activation.flow.dead && argument !== null && throwsInstead(argument, context.scope)) return;
  const control = controlOf(context);
  activation.result = join(activation.result, withControl(elementsApart(value, control), control));
  // What a client gives back, a reason too, is told to whoever asked: that one decides.
  const told = activation.client?.generic === true;
  activation.exits.returns |= isRejection(node, context)
    ? thrownFrom(context, node, argument ?? undefined)
    : told
      ? exitTaint(control)
      : returnTaint(argument, control, isWithoutValue(node, context));
  const { exits } = activation;
  leavesBehind(machine, control, () => {
    exits.returns |= STATUS;
  });
  if (activation.flow.dead) return;
  activation.returned = joinFlow(activation.returned, activation.flow);
  activation.flow = { ...activation.flow, dead: true };
}

/** Once A's failing is caught, what follows is met where A failed and not where its success has left. */
function leavesBehind({ watch }: Machine, control: Taint, tell: () => void): void {
  if (!has(control, CAUGHT)) watch.behind(tell);
}

function elementsApart(value: Value, control: Taint): Value {
  if (value.refs.length === 0 || !value.refs.every((ref) => ref.kind === "element")) return value;
  return of(wayOut(value, control), value.taint);
}

/** `return done(new Error(…))`: a callback that was handed in is told of an error, as whoever awaits is by `throw`. */
function isRejection({ argument }: Extract<Node, { type: "ReturnStatement" }>, context: Context): boolean {
  if (argument?.type !== "CallExpression" || argument.callee.type !== "Identifier") return false;
  if (namesReason(argument) || !isThere(argument.arguments[0], context.scope)) return false;
  const { name } = argument.callee;
  for (let at: Node | undefined = context.file.parent(argument); at !== undefined; at = context.file.parent(at))
    if (isFunction(at) && at.params.some((param) => namesOf(param).includes(name))) return true;
  return false;
}

/** `if (err || !value) return send(502)`: a callback that was given nothing. */
function isWithoutValue(node: Node, { file, activation, scope }: Context): boolean {
  let inner = file.parent(node);
  if (inner?.type === "BlockStatement") inner = file.parent(inner);
  return inner?.type === "IfStatement" && asksForValue(inner.test, activation.node, scope);
}

function returnTaint(argument: Expression | null, control: Taint, withoutValue: boolean): Taint {
  if (argument !== null && namesReason(argument)) return guardTaint(control);
  if (withoutValue && argument !== null && namesFailure(argument) && has(control, SAID)) return FAILFAST;
  return argument !== null && namesFailure(argument) ? throwTaint(control) : exitTaint(control);
}

function withControl(value: Value, control: number): Value {
  return control === 0 ? value : { ...value, taint: value.taint | control };
}

function executeIf(machine: Machine, node: Extract<Node, { type: "IfStatement" }>, context: Context): void {
  const { activation } = context;
  const test = machine.evaluate(node.test, context);
  const sure = decided(node.test, context.scope);
  if (sure !== undefined) {
    const taken = sure ? node.consequent : node.alternate;
    if (taken !== null) execute(machine, taken, { ...context, told: sure });
    return;
  }
  const { yes, no } = branches(context, node.test, test.taint);
  const before = { ...activation.flow };
  execute(machine, node.consequent, yes);
  const then = activation.flow;
  activation.flow = { ...before };
  if (node.alternate !== null) execute(machine, node.alternate, no);
  activation.flow = joinFlow(then, activation.flow);
}

function executeThrow(machine: Machine, node: Extract<Node, { type: "ThrowStatement" }>, context: Context): void {
  const { argument } = node;
  machine.evaluate(argument, context);
  const { activation } = context;
  activation.exits.throws |= namesReason(argument)
    ? guardTaint(controlOf(context))
    : (passedOn(node, context) ?? thrownFrom(context, node, argument));
  activation.flow = { ...activation.flow, dead: true };
}

/** Leaves a loop, a switch or a labelled statement; what follows in it owes to why. */
function jump(machine: Machine, context: Context, target: string): void {
  const { activation } = context;
  const { jumps } = activation.exits;
  const control = controlOf(context);
  jumps.set(target, (jumps.get(target) ?? 0) | exitTaint(control));
  leavesBehind(machine, control, () => {
    const left = jumps.get(target);
    if (left !== undefined) jumps.set(target, left | STATUS);
  });
  activation.flow = { ...activation.flow, dead: true };
}

function executeSwitch(machine: Machine, node: Extract<Node, { type: "SwitchStatement" }>, context: Context): void {
  const { activation } = context;
  const { jumps } = activation.exits;
  const outer = jumps.get("break");
  const inner = { ...context, scope: new Environment(context.scope) };
  let control = machine.evaluate(node.discriminant, context).taint;
  const before = { ...activation.flow };
  const total = node.cases.some(({ test }) => test === null);
  let after = { ...before, dead: total || before.dead };
  hoist(
    node.cases.flatMap(({ consequent }) => consequent),
    inner,
  );
  let fallsIn = { ...before, dead: true };
  for (const { test, consequent } of node.cases) {
    if (test !== null) control |= machine.evaluate(test, context).taint;
    jumps.delete("break");
    activation.flow = joinFlow(fallsIn, before);
    executeAll(machine, consequent, under(inner, control | (outer ?? 0)));
    fallsIn = activation.flow;
    if (!fallsIn.dead) control |= jumps.get("break") ?? 0;
    if (!activation.flow.dead || jumps.has("break")) after = joinFlow(after, { ...activation.flow, dead: false });
  }
  restoreJump(jumps, "break", outer);
  machine.watch.trail.left(activation.exits, "round");
  activation.flow = after;
}

function executeLabeled(machine: Machine, node: Extract<Node, { type: "LabeledStatement" }>, context: Context): void {
  const { activation } = context;
  const { jumps } = activation.exits;
  const label = node.label.name;
  if (isLoop(node.body)) executeLoop(machine, node.body, context, label);
  else execute(machine, node.body, context);
  machine.watch.trail.left(activation.exits, "round");
  if (jumps.delete(`break ${label}`)) activation.flow = { ...activation.flow, dead: false };
}

function isLoop(node: Statement): node is Parameters<typeof executeLoop>[1] {
  return /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type);
}

export function restoreJump(jumps: Map<string, number>, name: string, outer: number | undefined): void {
  if (outer === undefined) jumps.delete(name);
  else jumps.set(name, outer);
}

function declareEnum(node: Extract<Node, { type: "TSEnumDeclaration" }>, context: Context): void {
  const made = record();
  for (const { id, initializer } of node.body.members) {
    const name = id.type === "Identifier" ? id.name : id.type === "Literal" ? id.value : undefined;
    const text = initializer?.type === "Literal" ? constant(String(initializer.value)) : NOTHING;
    if (name !== undefined) made.fields.set(name, { value: text, serial: made.serial });
  }
  context.scope.declare(node.id.name, of(made));
}

function exportDefault(machine: Machine, node: Node, context: Context): void {
  if (node.type === "FunctionDeclaration" || node.type === "TSInterfaceDeclaration") {
    if (node.type === "FunctionDeclaration" && node.id === null)
      context.scope.declare(
        "*default",
        of(closure({ node, file: context.file, scope: context.scope, self: undefined, home: undefined })),
      );
    return;
  }
  if (node.type === "ClassDeclaration" && node.id !== null) return declareClass(machine, node, context);
  context.scope.declare("*default", machine.evaluate(node as Expression, context));
}
