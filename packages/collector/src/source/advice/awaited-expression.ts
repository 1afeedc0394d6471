import type { Node } from "oxc-parser";
import { type CallNode, isFunction } from "../analysis/syntax/node.ts";
import { children } from "../analysis/syntax/parsed-file.ts";
import { bodyReadOf, isPlainCall, isQuiet, type Knows, promisedBefore } from "./quiet.ts";
import { isSimplePattern } from "./simple-pattern.ts";

export function isTransparent({ type }: Node): boolean {
  return (
    !/^(?:Call|New|TaggedTemplate|Assignment|Update|Yield|Import|Unary)/.test(type) || type === "AssignmentPattern"
  );
}

export function hasAwait(node: Node): boolean {
  return awaitsIn(node).length > 0;
}

export function awaitsIn(node: Node): Extract<Node, { type: "AwaitExpression" }>[] {
  if (isFunction(node)) return [];
  const within = children(node).flatMap(awaitsIn);
  return node.type === "AwaitExpression" ? [...within, node] : within;
}

/** Quiet apart from the awaits of these calls. */
export function isQuietBut(node: Node, calls: readonly Node[], knows: Knows): boolean {
  if (node.type === "AwaitExpression") return calls.includes(node.argument);
  if (!hasAwait(node)) return isQuiet(node, knows);
  return isTransparent(node) && children(node).every((child) => isQuietBut(child, calls, knows));
}

/** The calls on the way to the first: of `f(x).then(y)` both, of `Promise.all(xs.map(f))` the second too. */
export function spineOf(call: Node): readonly Node[] {
  const before = promisedBefore(call);
  if (before !== undefined) return [call, ...spineOf(before)];
  if (call.type !== "CallExpression" || !isPromiseAll(call.callee)) return [call];
  const [list] = call.arguments;
  return list?.type === "CallExpression" ? [call, list] : [call];
}

/** `await f()`, `(await f()) as T`, `(await f()).rows`: what is awaited first. */
export function awaitIn(init: Node): Node | undefined {
  let node = init;
  for (;;) {
    if (node.type === "AwaitExpression") {
      const response = bodyReadOf(node.argument);
      if (response?.type !== "AwaitExpression") return node.argument;
      node = response;
    } else if (
      node.type === "TSAsExpression" ||
      node.type === "TSSatisfiesExpression" ||
      node.type === "TSNonNullExpression"
    ) {
      node = node.expression;
    } else if (node.type === "LogicalExpression" && !hasAwait(node.right)) node = node.left;
    else if (node.type === "ConditionalExpression" || node.type === "LogicalExpression") return node;
    else if (node.type === "MemberExpression" && !node.computed) node = node.object;
    else return undefined;
  }
}

/** `Promise.all(xs.map((x) => f(x)))`: a call for each of a list that is there. */
export function isFannedOut(call: Node, knows: Knows): boolean {
  if (call.type !== "CallExpression" || !isPromiseAll(call.callee)) return false;
  const [list, second] = call.arguments;
  if (list?.type !== "CallExpression" || second !== undefined || list.callee.type !== "MemberExpression") return false;
  const { object, property, computed } = list.callee;
  if (computed || property.name !== "map" || !isQuiet(object, knows)) return false;
  const [each, more] = list.arguments;
  if (more !== undefined || each === undefined) return false;
  if (each.type === "Identifier") return true;
  if (!isFunction(each) || !each.params.every(isSimplePattern) || each.body === null) return false;
  const { body } = each;
  return isPlainCall(body.type === "AwaitExpression" ? body.argument : body, knows);
}

export function membersOf(call: Node): readonly CallNode[] {
  if (call.type !== "CallExpression" || !isPromiseAll(call.callee)) return [];
  const [list, second] = call.arguments;
  if (list?.type !== "ArrayExpression" || second !== undefined) return [];
  const calls = list.elements.filter((element): element is typeof element & CallNode => {
    return element?.type === "CallExpression" || element?.type === "TaggedTemplateExpression";
  });
  return calls.length === list.elements.length ? calls : [];
}

function isPromiseAll(callee: Node): boolean {
  if (callee.type !== "MemberExpression" || callee.computed) return false;
  const { object, property } = callee;
  return object.type === "Identifier" && object.name === "Promise" && property.name === "all";
}
