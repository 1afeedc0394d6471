import type { CallExpression, Node } from "oxc-parser";
import { children } from "../analysis/syntax/parsed-file.ts";
import { namesIn } from "./pure.ts";
import { promisedBefore } from "./quiet.ts";

/** Names of functions that say nothing of what they give. */
const GENERAL = /^(?:request|fetch|get|query|call|load|find\w*|read|send|select|json|api|all|early)?$/i;

/**
 * What a person would call the promise: after what it is bound to; where that is only taken from the answer, after the
 * function that is called.
 */
export function promiseName(pattern: Node, call: Node, key?: string): string {
  if (pattern.type === "Identifier") return `${pattern.name}Promise`;
  if (key !== undefined) return `${key}Promise`;
  const called = calledName(call).replace(/^(?:get|fetch|load|find|read|query)(?=[A-Z])/, "");
  const [first] = pattern === call ? [] : namesIn(pattern);
  if (GENERAL.test(called) && first !== undefined && pattern.type === "ObjectPattern") return `${first}Promise`;
  return `${called.charAt(0).toLowerCase()}${called.slice(1)}Promise`;
}

/** Of `f(x).then(y)` the name of `f`; of a condition that of the first call in it. */
function calledName(node: Node): string {
  if (node.type === "TaggedTemplateExpression") return calleeName(node.tag);
  if (node.type === "CallExpression") return calledName(promisedBefore(node) ?? node.callee);
  if (node.type === "Identifier" || node.type === "MemberExpression") return calleeName(node);
  return calleeName(
    children(node)
      .map(firstCall)
      .find((call) => call !== undefined)?.callee ?? node,
  );
}

function firstCall(node: Node): CallExpression | undefined {
  if (node.type === "CallExpression") return node;
  return children(node)
    .map(firstCall)
    .find((call) => call !== undefined);
}

function calleeName(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : "early";
}
