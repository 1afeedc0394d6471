import type { Node } from "oxc-parser";
import type { FunctionNode } from "./node.ts";
import { isFunction } from "./node.ts";
import type { ParsedFile } from "./parsed-file.ts";

/** The innermost function around an offset; `undefined` at the top of the module. */
export function functionAt(file: ParsedFile, offset: number): FunctionNode | undefined {
  let innermost: FunctionNode | undefined;
  for (const candidate of file.functions) {
    if (candidate.start > offset) break;
    if (offset < candidate.end) innermost = candidate;
  }
  return innermost;
}

/**
 * What a person would call the function around an offset: its own name, what it is assigned to, or the name of the
 * nearest function around it that has one. Names of the running program are useless once it was minified.
 */
export function functionNameAt(file: ParsedFile, offset: number): string | undefined {
  for (let node: Node | undefined = functionAt(file, offset); node !== undefined; node = file.parent(node)) {
    const name = isFunction(node) ? nameOf(file, node) : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

export function nameOf(file: ParsedFile, node: FunctionNode): string | undefined {
  if (node.id !== null && node.id !== undefined) return node.id.name;
  let holder = file.parent(node);
  while (holder !== undefined && isWrapper(holder)) holder = file.parent(holder);
  switch (holder?.type) {
    case "VariableDeclarator":
      return holder.id.type === "Identifier" ? holder.id.name : undefined;
    case "AssignmentExpression":
      return holder.left.type === "Identifier" ? holder.left.name : memberName(holder.left);
    case "MethodDefinition":
    case "PropertyDefinition":
      return joined(className(file, holder), keyName(holder.key));
    case "Property":
      return joined(objectName(file, holder), keyName(holder.key));
    case "ExportDefaultDeclaration":
      return "default";
    default:
      return undefined;
  }
}

/** `cache(async () => …)`, `x satisfies Handle`: the name of what they are assigned to is the function's name. */
function isWrapper(node: Node): boolean {
  return node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression" || node.type === "CallExpression";
}

function className(file: ParsedFile, member: Node): string | undefined {
  const owner = file.parent(file.parent(member) ?? member);
  if (owner?.type !== "ClassDeclaration" && owner?.type !== "ClassExpression") return undefined;
  return owner.id?.name;
}

function objectName(file: ParsedFile, property: Node): string | undefined {
  let holder = file.parent(file.parent(property) ?? property);
  while (holder !== undefined && isWrapper(holder)) holder = file.parent(holder);
  return holder?.type === "VariableDeclarator" && holder.id.type === "Identifier" ? holder.id.name : undefined;
}

function keyName(key: Node): string | undefined {
  if (key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

function memberName(node: Node): string | undefined {
  return node.type === "MemberExpression" && !node.computed ? keyName(node.property) : undefined;
}

function joined(owner: string | undefined, name: string | undefined): string | undefined {
  return owner === undefined || name === undefined ? name : `${owner}.${name}`;
}
