import type { Node } from "oxc-parser";
import { children } from "../analysis/syntax/parsed-file.ts";

const TRANSPARENT = new Set([
  "Identifier",
  "Literal",
  "ThisExpression",
  "TemplateLiteral",
  "TemplateElement",
  "ArrayExpression",
  "ObjectExpression",
  "MemberExpression",
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

/** A function that is only made, not run, changes nothing either. */
export function isHarmless(node: Node): boolean {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || isPure(node);
}

/** A call whose callee and arguments are pure. */
export function isPlainCall(node: Node): boolean {
  if (node.type === "TaggedTemplateExpression") return isPure(node.tag) && node.quasi.expressions.every(isPure);
  return node.type === "CallExpression" && isPure(node.callee) && node.arguments.every(isPure);
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
