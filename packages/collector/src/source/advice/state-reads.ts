import type { Node } from "oxc-parser";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { bindingsOf } from "./bindings-of.ts";
import type { FileNames } from "./file-names.ts";

/** Names that by custom never change what they hold. */
const CONSTANT = /^(?:[A-Z][A-Z0-9_]*|process|env|undefined|Infinity|NaN)$/;

/**
 * Which pieces of a function's code read something that a call could change by itself: variables, and what objects hold
 * that were not made in the function. Their turn has to stay before or behind that call.
 */
export class StateReads {
  readonly #file: ParsedFile;
  readonly #scope: FunctionNode;
  readonly #names: FileNames;

  constructor(file: ParsedFile, scope: FunctionNode, names: FileNames) {
    this.#file = file;
    this.#scope = scope;
    this.#names = names;
  }

  /** Of a call what it is given counts, not what is called. */
  inCall(call: Node): boolean {
    if (call.type === "TaggedTemplateExpression") return call.quasi.expressions.some((part) => this.in(part));
    if (call.type !== "CallExpression") return this.in(call);
    const before = call.callee.type === "MemberExpression" ? call.callee.object : undefined;
    const isChain = before?.type === "CallExpression" && this.inCall(before);
    return isChain || call.arguments.some((argument) => this.in(argument));
  }

  in(node: Node): boolean {
    if (isFunction(node) || node.type.startsWith("TSType")) return false;
    if (node.type === "Identifier") return this.#names.isAssigned([node.name]);
    if (node.type === "MemberExpression") {
      const root = rootOf(node);
      if (root.type === "Identifier" && !CONSTANT.test(root.name) && !this.#isLocal(root.name)) return true;
      if (root.type === "ThisExpression") return true;
      return this.in(node.object) || (node.computed && this.in(node.property));
    }
    if (node.type === "Property") return (node.computed && this.in(node.key)) || this.in(node.value);
    // A function of the project may look at anything.
    if (
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      bindingsOf(this.#file, node.callee.name).length > 0
    )
      return true;
    return children(node).some((child) => this.in(child));
  }

  /** Bound in the function and nowhere else. */
  #isLocal(name: string): boolean {
    const bound = bindingsOf(this.#file, name);
    const { start, end } = this.#scope;
    return bound.length > 0 && bound.every((binding) => start <= binding.start && binding.end <= end);
  }
}

function rootOf(node: Node): Node {
  let at = node;
  while (at.type === "MemberExpression") at = at.object;
  return at;
}
