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

/** A function that is only made, not run, changes nothing either. */
export function isHarmless(node: Node): boolean {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || isPure(node);
}

/** Functions of the runtime whose answer depends on nothing but what they are given. */
const PURE_FUNCTIONS =
  /^(?:String|Number|Boolean|parseInt|parseFloat|encodeURI|encodeURIComponent|JSON\.stringify|Math\.(?!random$)\w+)$/;
/** Methods of texts and numbers; no list has one of these names. */
const PURE_METHODS = /^(?:toString|toLowerCase|toUpperCase|trim|trimStart|trimEnd|toFixed|padStart|padEnd)$/;

/** A call whose callee is pure, and whose arguments are, or are made of such by functions of the runtime. */
export function isPlainCall(node: Node): boolean {
  if (node.type === "TaggedTemplateExpression") return isPure(node.tag) && node.quasi.expressions.every(isMade);
  return node.type === "CallExpression" && isPure(node.callee) && node.arguments.every(isMade);
}

function isMade(node: Node): boolean {
  if (isPure(node)) return true;
  if (node.type === "CallExpression") return isPureFunction(node.callee) && node.arguments.every(isMade);
  if (node.type === "Property") return node.kind === "init" && isPure(node.key) && isMade(node.value);
  return TRANSPARENT.has(node.type) && children(node).every(isMade);
}

function isPureFunction(callee: Node): boolean {
  if (callee.type === "Identifier") return PURE_FUNCTIONS.test(callee.name);
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return false;
  const { object, property } = callee;
  if (object.type === "Identifier" && PURE_FUNCTIONS.test(`${object.name}.${property.name}`)) return true;
  return PURE_METHODS.test(property.name) && isMade(object);
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
