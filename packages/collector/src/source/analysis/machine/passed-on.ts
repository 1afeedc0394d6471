import type { Expression, Node } from "oxc-parser";
import { isFunction } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import type { Environment } from "./environment.ts";
import type { Context } from "./machine.ts";
import type { ClosureObj } from "./objects.ts";
import type { Taint } from "./taint.ts";
import type { Value } from "./value.ts";

type Throw = Extract<Node, { type: "ThrowStatement" }>;

/**
 * `catch (error) { if (error.status === 404) return null; throw error; }`: what was caught goes on as it came, unless it is
 * of some kind. Whoever comes behind is stopped by what failed, and by nothing that was asked here besides. Nothing where
 * it is not what was caught, or where something else was asked.
 */
export function passedOn({ argument, ...node }: Throw, { caught, scope, file }: Context): Taint | undefined {
  if (caught === undefined || argument.type !== "Identifier" || scope.find(argument.name) !== caught.cell)
    return undefined;
  const { name } = argument;
  let inner: Node | undefined = file.parent(argument);
  for (let at = inner; at !== undefined && at !== caught.handler; at = file.parent(at)) {
    if (isFunction(at) || /^(?:For|While|DoWhile|Switch|Try)/.test(at.type)) return undefined;
    if (at.type === "IfStatement" && at.test !== inner && !asksOnly(at.test, name, scope)) return undefined;
    if (at.type === "BlockStatement") {
      const before = at.body.slice(
        0,
        at.body.findIndex(({ start, end }) => start <= node.start && node.end <= end),
      );
      if (!before.every((statement) => isHarmless(statement, name, scope))) return undefined;
    }
    inner = at;
  }
  return caught.thrown;
}

/** A statement that goes on, or leaves by what was caught alone. */
function isHarmless(statement: Node, name: string, scope: Environment): boolean {
  if (statement.type === "IfStatement")
    return (
      asksOnly(statement.test, name, scope) && statement.alternate === null && !setsOrAsks(statement.consequent, name)
    );
  return (
    (statement.type === "ExpressionStatement" || statement.type === "VariableDeclaration") &&
    !setsOrAsks(statement, name)
  );
}

/** Is what was caught set anew, or something asked under a condition that is not seen here? */
function setsOrAsks(node: Node, name: string): boolean {
  if (node.type === "AssignmentExpression" && node.left.type === "Identifier" && node.left.name === name) return true;
  if (node.type === "AwaitExpression" || node.type === "ThrowStatement") return true;
  return !isFunction(node) && children(node).some((child) => setsOrAsks(child, name));
}

/** Functions that a condition hands what was caught to, one within the other. */
const MAX_DEPTH = 3;

/** Does a condition speak of nothing but what was caught? Classes are no answers, and packages keep none. */
function asksOnly(test: Expression, name: string, scope: Environment, depth: number = 0): boolean {
  const open: Node[] = [test];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isFunction(node) || node.type === "AwaitExpression") return false;
    if (node.type === "Identifier" && node.name !== name && node.name !== "undefined" && !/^[A-Z]/.test(node.name))
      return false;
    if (node.type === "CallExpression") {
      if (!onlyTellsKind(node.callee, name, scope, depth)) return false;
      open.push(...node.arguments);
    } else if (node.type === "MemberExpression") open.push(node.object, ...(node.computed ? [node.property] : []));
    else open.push(...children(node));
  }
  return true;
}

/** `isNotFound(error)`, `axios.isAxiosError(error)` */
function onlyTellsKind(callee: Node, name: string, scope: Environment, depth: number): boolean {
  if (callee.type === "MemberExpression") {
    if (callee.object.type !== "Identifier") return false;
    return callee.object.name === name || isForeign(scope.find(callee.object.name)?.value);
  }
  if (callee.type !== "Identifier" || depth >= MAX_DEPTH) return false;
  const value = scope.find(callee.name)?.value;
  if (isForeign(value)) return true;
  return (
    value !== undefined &&
    value.refs.length > 0 &&
    value.refs.every((ref) => ref.kind === "closure" && isTest(ref, depth))
  );
}

function isForeign(value: Value | undefined): boolean {
  return (
    value !== undefined &&
    value.refs.length > 0 &&
    value.refs.every(({ kind }) => kind === "external" || kind === "native")
  );
}

/** `(error) => error instanceof AppError && error.code === "not_found"` */
function isTest({ node, scope }: ClosureObj, depth: number): boolean {
  const [param, ...more] = node.params;
  if (param?.type !== "Identifier" || more.length > 0 || node.body === null) return false;
  if (node.body.type !== "BlockStatement") return asksOnly(node.body, param.name, scope, depth + 1);
  const [only, ...others] = node.body.body;
  if (only?.type !== "ReturnStatement" || only.argument === null || others.length > 0) return false;
  return asksOnly(only.argument, param.name, scope, depth + 1);
}
