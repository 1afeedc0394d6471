import type { Node } from "oxc-parser";
import { isCall, isFunction } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import type { Value } from "../machine/value.ts";

const TIMER = /^(?:setTimeout|setImmediate|queueMicrotask)$/;

/** `new Promise((resolve) => setTimeout(resolve, ms))`: whoever waits for it gets on, whatever anybody answered. */
export function isPause({ refs }: Value): boolean {
  return refs.length > 0 && refs.every((ref) => ref.kind === "closure" && pauses(ref.node));
}

function pauses(executor: Node): boolean {
  if (!isFunction(executor) || executor.body === null) return false;
  const [resolve] = executor.params;
  if (resolve?.type !== "Identifier" || executor.params.length > 1) return false;
  const body = executor.body.type === "BlockStatement" ? executor.body.body : [executor.body];
  const [only, ...more] = body;
  if (only === undefined || more.length > 0) return false;
  const timer = only.type === "ExpressionStatement" ? only.expression : only;
  if (timer.type !== "CallExpression" || timer.callee.type !== "Identifier" || !TIMER.test(timer.callee.name))
    return false;
  const [given, ...rest] = timer.arguments;
  return given !== undefined && resolves(given, resolve.name) && !rest.some((part) => names(part, resolve.name));
}

/** `resolve`, `() => resolve()` */
function resolves(given: Node, name: string): boolean {
  if (given.type === "Identifier") return given.name === name;
  if (given.type !== "ArrowFunctionExpression" || given.body.type === "BlockStatement") return false;
  const { body } = given;
  return (
    isCall(body) && body.type === "CallExpression" && body.callee.type === "Identifier" && body.callee.name === name
  );
}

function names(node: Node, name: string): boolean {
  return (node.type === "Identifier" && node.name === name) || children(node).some((child) => names(child, name));
}
