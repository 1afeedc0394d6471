import type { Node } from "oxc-parser";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { bindingsOf } from "./bindings-of.ts";
import type { FileNames } from "./file-names.ts";
import type { ProjectFunctions } from "./project-functions.ts";

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
  readonly #functions: ProjectFunctions;

  constructor(file: ParsedFile, scope: FunctionNode, names: FileNames, functions: ProjectFunctions) {
    this.#file = file;
    this.#scope = scope;
    this.#names = names;
    this.#functions = functions;
  }

  /** Of a call what it is given counts, not what is called. */
  inCall(call: Node): boolean {
    if (call.type === "TaggedTemplateExpression") return call.quasi.expressions.some((part) => this.in(part));
    if (call.type !== "CallExpression") return this.in(call);
    const before = call.callee.type === "MemberExpression" ? call.callee.object : undefined;
    const isChain = before?.type === "CallExpression" && this.inCall(before);
    return isChain || call.arguments.some((argument) => this.in(argument));
  }

  /** @param given variables of the function itself count as well: the call may be of a function that assigns them */
  in(node: Node, given = true): boolean {
    if (isFunction(node) || node.type.startsWith("TSType")) return false;
    if (node.type === "Identifier") return this.#names.isAssigned([node.name]) && (given || !this.isLocal(node.name));
    if (node.type === "CallExpression" && node.callee.type === "Identifier") {
      const { name } = node.callee;
      const isClosed = bindingsOf(this.#file, name).length === 0 || this.#functions.isClosed(name);
      return !isClosed || node.arguments.some((argument) => this.in(argument, given));
    }
    if (node.type === "MemberExpression") {
      const root = rootOf(node);
      if (root.type === "Identifier" && !CONSTANT.test(root.name) && !this.isLocal(root.name)) return true;
      if (root.type === "ThisExpression") return true;
      return this.in(node.object, given) || (node.computed && this.in(node.property, given));
    }
    if (node.type === "Property") return (node.computed && this.in(node.key, given)) || this.in(node.value, given);
    return children(node).some((child) => this.in(child, given));
  }

  /** Bound in the function itself, and not at the top of the module too. */
  isLocal(name: string): boolean {
    const holders = bindingsOf(this.#file, name).map((binding) => this.#functionAround(binding));
    return holders.includes(this.#scope) && !holders.includes(undefined);
  }

  #functionAround(binding: Node): Node | undefined {
    let node = this.#file.parent(binding);
    // The name of a function is bound around it.
    if (node?.type === "FunctionDeclaration" && node.id === binding) node = this.#file.parent(node);
    while (node !== undefined && !isFunction(node)) node = this.#file.parent(node);
    return node;
  }
}

function rootOf(node: Node): Node {
  let at = node;
  while (at.type === "MemberExpression") at = at.object;
  return at;
}
