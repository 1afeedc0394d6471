import type { ArrowFunctionExpression, Function as PlainFunction, Node } from "oxc-parser";

export type FunctionNode = PlainFunction | ArrowFunctionExpression;

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

/** A call, a construction or a tagged template: the expressions a stack frame of a running function can point at. */
export type CallNode = Extract<Node, { type: "CallExpression" | "NewExpression" | "TaggedTemplateExpression" }>;

export function isCall(node: Node): node is CallNode {
  return node.type === "CallExpression" || node.type === "NewExpression" || node.type === "TaggedTemplateExpression";
}
