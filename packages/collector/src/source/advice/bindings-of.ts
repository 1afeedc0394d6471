import type { Node } from "oxc-parser";
import { isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";

/** Everything in the file that declares the name, whatever its scope. */
export function bindingsOf(file: ParsedFile, name: string): readonly Node[] {
  const found: Node[] = [];
  const open: Node[] = [file.program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parent = file.parent(node);
    if (node.type === "Identifier" && node.name === name && parent !== undefined && declares(file, parent, node)) {
      found.push(node);
    }
    open.push(...children(node));
  }
  return found;
}

function declares(file: ParsedFile, parent: Node, name: Node): boolean {
  switch (parent.type) {
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return parent.local === name;
    case "VariableDeclarator":
    case "ClassDeclaration":
      return parent.id === name;
    case "Property":
      return parent.value === name && file.parent(parent)?.type === "ObjectPattern";
    case "AssignmentPattern":
      return parent.left === name;
    case "CallExpression":
    case "MemberExpression":
    case "ExportSpecifier":
    case "AwaitExpression":
      return false;
    default:
      return isFunction(parent) ? parent.body !== name : /Pattern|RestElement|CatchClause/.test(parent.type);
  }
}
