import type { Frame } from "@weir/core";
import type { Node } from "oxc-parser";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import { functionAt, nameOf } from "../syntax/function-name.ts";
import { type FunctionNode, isCall, isFunction } from "../syntax/node.ts";
import { nodesIn } from "../syntax/nodes-in.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import type { StackPlace } from "./stack-place.ts";

/** A promise that a function was given: its name, and which of the arguments it is. */
interface Given {
  readonly file: ParsedFile;
  readonly scope: FunctionNode;
  readonly index: number;
}

/**
 * `async function orNothing(work) { try { return await work; } … }`: such a frame tells who waits. What asked was begun
 * where the promise was made: in the argument of the call that the next frame stands at.
 */
export function awaitedParameter(project: SourceProject, frame: Frame): Given | undefined {
  const file = project.file(frame.file);
  const offset = frame.async && isParsed(file) ? file.lines.offset(frame.line, frame.column) : undefined;
  if (!isParsed(file) || offset === undefined) return undefined;
  const scope = functionAt(file, offset);
  if (scope === undefined) return undefined;
  const awaited = nodesIn(scope).find((node) => node.type === "AwaitExpression" && node.start === offset);
  return awaited?.type === "AwaitExpression" ? parameter(file, scope, awaited.argument) : undefined;
}

/** How many functions hand a promise on to one another. */
const MAX_HANDED_ON = 4;

/** Where the promise was made, and how many frames further out that is; nothing where the callers do not show it. */
export function madeBehind(
  given: Given,
  callers: readonly (StackPlace | undefined)[],
): { readonly place: StackPlace; readonly frames: number } | undefined {
  let asked = given;
  for (const [index, caller] of callers.slice(0, MAX_HANDED_ON).entries()) {
    const made = caller === undefined ? undefined : madeAt(asked, caller);
    if (made === undefined) return undefined;
    if (!("index" in made)) return { place: made, frames: index + 1 };
    asked = made;
  }
  return undefined;
}

/** Where the promise was made, as the call that leads there tells; or which parameter of that function it was in turn. */
function madeAt(given: Given, { file, scope, call }: StackPlace): StackPlace | Given | undefined {
  if (call.type !== "CallExpression" || !isNamed(call.callee, given)) return undefined;
  const before = call.arguments.slice(0, given.index + 1);
  if (before.some(({ type }) => type === "SpreadElement")) return undefined;
  const argument = before[given.index];
  if (argument === undefined) return undefined;
  if (isCall(argument)) return { file, scope, call: argument };
  return isFunction(scope) ? parameter(file, scope, argument) : undefined;
}

function isNamed(callee: Node, { file, scope }: Given): boolean {
  const name = nameOf(file, scope)?.split(".").at(-1);
  if (callee.type === "Identifier") return callee.name === name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" && callee.property.name === name;
}

function parameter(file: ParsedFile, scope: FunctionNode, value: Node): Given | undefined {
  if (value.type !== "Identifier") return undefined;
  const { name } = value;
  const index = scope.params.findIndex((param) => param.type === "Identifier" && param.name === name);
  const isKept = nodesIn(scope, "and in functions within").every((node) => !sets(node, name));
  return index >= 0 && isKept ? { file, scope, index } : undefined;
}

/** Is the name given another value, or declared again further in? */
function sets(node: Node, name: string): boolean {
  if (node.type === "AssignmentExpression") return nodesNamed(node.left, name);
  if (node.type === "CatchClause") return node.param !== null && nodesNamed(node.param, name);
  if (node.type === "VariableDeclarator") return nodesNamed(node.id, name);
  return (node.type === "ForOfStatement" || node.type === "ForInStatement") && nodesNamed(node.left, name);
}

function nodesNamed(root: Node, name: string): boolean {
  return [root, ...nodesIn(root)].some((node) => node.type === "Identifier" && node.name === name);
}
