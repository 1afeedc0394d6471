import type { Node } from "oxc-parser";
import { children } from "../analysis/syntax/parsed-file.ts";

/** Expressions that do nothing but what their parts do. */
export const TRANSPARENT: ReadonlySet<string> = new Set([
  "Identifier",
  "Literal",
  "ThisExpression",
  "TemplateLiteral",
  "TemplateElement",
  "ArrayExpression",
  "ObjectExpression",
  "MemberExpression",
  "SpreadElement",
  "ChainExpression",
  "PrivateIdentifier",
  "ConditionalExpression",
  "LogicalExpression",
  "BinaryExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "ParenthesizedExpression",
]);

/** Can be evaluated earlier or twice with the same outcome: it calls nothing and writes nothing. */
export function isPure(node: Node): boolean {
  if (node.type.startsWith("TS") && !TRANSPARENT.has(node.type)) return true;
  if (node.type === "Property") return node.kind === "init" && isPure(node.key) && isPure(node.value);
  if (node.type === "UnaryExpression") return node.operator !== "delete" && isPure(node.argument);
  return TRANSPARENT.has(node.type) && children(node).every(isPure);
}

/** Is something called in an expression? */
export function calls(node: Node): boolean {
  return node.type === "CallExpression" || children(node).some(calls);
}

/** Can evaluating it throw before anything is called? The type checker keeps TypeScript from reading a missing value. */
export function mayThrow(node: Node): boolean {
  return node.type === "MemberExpression" || children(node).some(mayThrow);
}

/** Names of bindings that a piece of code reads; keys and member names are none. */
export function namesIn(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (at: Node): void => {
    if (at.type.startsWith("TSType")) return;
    if (at.type === "Identifier") names.add(at.name);
    else if (at.type === "MemberExpression") {
      visit(at.object);
      if (at.computed) visit(at.property);
    } else if (at.type === "Property") {
      if (at.computed) visit(at.key);
      visit(at.value);
    } else children(at).forEach(visit);
  };
  visit(node);
  return names;
}
