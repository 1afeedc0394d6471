import type { Argument, Expression, Node } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import type { Environment } from "./environment.ts";
import { namesOf } from "./hoist.ts";
import { NOTHING, type Value } from "./value.ts";

/** What is sure of a value in one call of a function, whatever it is made of: that it is there, or that it is not. */
export type Presence = "present" | "absent";

type Known = readonly (Presence | undefined)[];

/** By the list of arguments of one call: a list made anew tells nothing. */
const known = new WeakMap<readonly Value[], Known>();

/** `done(null, value)`, `done(error)` where `error` was caught: notes what is sure of the arguments. */
export function noteArguments(args: Value[], nodes: readonly Argument[], scope: Environment): Value[] {
  if (nodes.some(({ type }) => type === "SpreadElement")) return args;
  const found = nodes.map((node) => (node.type === "SpreadElement" ? undefined : presenceOf(node, scope)));
  if (found.some((presence) => presence !== undefined)) known.set(args, found);
  return args;
}

/** Arguments of a function that is called because something failed: the first one is what was thrown. */
export function thrownArguments(thrown: Value): readonly Value[] {
  const args = [thrown];
  known.set(args, ["present"]);
  return args;
}

function presenceOf(node: Expression, scope: Environment): Presence | undefined {
  switch (node.type) {
    case "Literal":
      return node.value === null || node.value === false ? "absent" : undefined;
    case "Identifier":
      return node.name === "undefined" ? "absent" : scope.find(node.name)?.presence;
    case "NewExpression":
    case "ObjectExpression":
    case "ArrayExpression":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return "present";
    case "ConditionalExpression": {
      const [yes, no] = [presenceOf(node.consequent, scope), presenceOf(node.alternate, scope)];
      return yes === no ? yes : undefined;
    }
    case "LogicalExpression": {
      const right = presenceOf(node.right, scope);
      return node.operator !== "&&" && right === "present" ? right : undefined;
    }
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "ParenthesizedExpression":
      return presenceOf(node.expression, scope);
    default:
      return undefined;
  }
}

/** Does a condition hold, whatever the request brought? `undefined` where both may be. */
export function decided(test: Expression, scope: Environment): boolean | undefined {
  switch (test.type) {
    case "Identifier": {
      const presence = scope.find(test.name)?.presence;
      return presence === undefined ? undefined : presence === "present";
    }
    case "UnaryExpression": {
      const inner = test.operator === "!" ? decided(test.argument, scope) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case "LogicalExpression": {
      const left = decided(test.left, scope);
      if (test.operator === "||") return left === true ? true : left === false ? decided(test.right, scope) : undefined;
      if (test.operator !== "&&" || left === undefined) return undefined;
      return left ? decided(test.right, scope) : false;
    }
    case "BinaryExpression":
      return comparedWithNothing(test, scope);
    default:
      return undefined;
  }
}

/** `error != null`, `error === undefined`; of `null` and `undefined` only the loose form tells. */
function comparedWithNothing(
  { left, operator, right }: Extract<Node, { type: "BinaryExpression" }>,
  scope: Environment,
): boolean | undefined {
  const isNothing =
    (right.type === "Literal" && right.value === null) || (right.type === "Identifier" && right.name === "undefined");
  if (!isNothing || left.type !== "Identifier" || !/^[!=]==?$/.test(operator)) return undefined;
  const presence = scope.find(left.name)?.presence;
  if (presence === undefined || (presence === "absent" && operator.length === 3)) return undefined;
  return (presence === "absent") === operator.startsWith("=");
}

/** Marks the parameters of a call of which something is sure; of a name that is assigned to, nothing is. */
export function markParameters(node: FunctionNode, args: readonly Value[], scope: Environment): void {
  const found = known.get(args);
  if (found === undefined) return;
  node.params.forEach((param, index) => {
    const presence = found[index];
    if (param.type === "Identifier" && presence !== undefined) markPresent(node, param.name, scope, presence);
  });
}

/** `catch (error)`: something was thrown. */
export function markPresent(within: Node, name: string, scope: Environment, presence: Presence): void {
  const cell = scope.own(name);
  if (cell !== undefined && !assignedIn(within).has(name)) cell.presence = presence;
}

const assigned = new WeakMap<Node, ReadonlySet<string>>();

function assignedIn(root: Node): ReadonlySet<string> {
  const cached = assigned.get(root);
  if (cached !== undefined) return cached;
  const names = new Set<string>();
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "AssignmentExpression") for (const name of namesOf(node.left)) names.add(name);
    if (node.type === "UpdateExpression" && node.argument.type === "Identifier") names.add(node.argument.name);
    if (/^For(?:In|Of)Statement$/.test(node.type) && "left" in node)
      for (const name of namesOf(node.left)) names.add(name);
    open.push(...children(node));
  }
  assigned.set(root, names);
  return names;
}

/** Is a function told of an error first, `(err, value) => …`? */
export function isToldFirst({ params: [error, ...values] }: FunctionNode): boolean {
  return error?.type === "Identifier" && ERROR.test(error.name) && (values.length > 0 || !/^e$/i.test(error.name));
}

/** Arguments of a callback that is told of no error. */
export function givenArguments(values: readonly Value[]): readonly Value[] {
  const args = [NOTHING, ...values];
  known.set(args, ["absent"]);
  return args;
}

/** `done(new Error(…))`: is what is handed over first there, whatever happened? */
export function isThere(node: Argument | undefined, scope: Environment): boolean {
  return node !== undefined && node.type !== "SpreadElement" && presenceOf(node, scope) === "present";
}

const ERROR = /^_?(?:e|err|error|ex|cause|failure)$/i;

/**
 * Is a condition that of a Node callback which was told of no error, `err || !value`: nothing but its own parameters, and
 * whether they are there?
 */
export function asksForValue(test: Expression, around: FunctionNode | undefined, scope: Environment): boolean {
  const [error, ...values] = around?.params ?? [];
  if (error?.type !== "Identifier" || !ERROR.test(error.name)) return false;
  if (scope.find(error.name)?.presence !== "absent") return false;
  return isAbsent(test, new Set(values.flatMap(namesOf)), error.name);
}

function isAbsent(test: Expression, values: ReadonlySet<string>, error: string): boolean {
  if (test.type === "LogicalExpression")
    return test.operator === "||" && isAbsent(test.left, values, error) && isAbsent(test.right, values, error);
  if (test.type === "Identifier") return test.name === error;
  if (test.type !== "UnaryExpression" || test.operator !== "!") return false;
  return test.argument.type === "Identifier" && values.has(test.argument.name);
}
