import type { Node } from "oxc-parser";
import type { CallNode } from "../analysis/syntax/node.ts";
import { namesIn } from "./pure.ts";

/** What a person would call the promise: after what it is bound to, or else after the function that is called. */
export function promiseName(pattern: Node, call: CallNode): string {
  const names = pattern === call ? [] : [...namesIn(pattern)];
  const [only, second] = names;
  if (only !== undefined && second === undefined) return `${only}Promise`;
  const callee = call.type === "TaggedTemplateExpression" ? call.tag : call.callee;
  const called = calleeName(callee).replace(/^(?:get|fetch|load|find|read|query)(?=[A-Z])/, "");
  return `${called.charAt(0).toLowerCase()}${called.slice(1)}Promise`;
}

function calleeName(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : "early";
}
