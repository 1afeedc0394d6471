import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import type { StackPlace } from "../analysis/relate/stack-place.ts";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { functionNamed } from "./function-named.ts";

/** Components between the one that draws and the one that is drawn. */
const MAX_DEPTH = 8;

interface Component {
  readonly file: ParsedFile;
  readonly node: FunctionNode;
}

/** Is the other component drawn whenever this one is? Only elements that every `return` is sure to hold count. */
export function alwaysDraws(project: SourceProject, { file, scope }: StackPlace, other: StackPlace): boolean {
  return isFunction(scope) && draws(project, { file, node: scope }, other.scope, MAX_DEPTH);
}

function draws(project: SourceProject, { file, node }: Component, wanted: Node, depth: number): boolean {
  if (node === wanted) return true;
  const returned = onlyReturn(node);
  if (returned === undefined || depth === 0) return false;
  return elementNames(returned).some((name) => {
    const component = functionNamed(project, file, name);
    return component !== undefined && draws(project, component, wanted, depth - 1);
  });
}

/** What a function gives that leaves in one way only. */
function onlyReturn({ body }: FunctionNode): Node | undefined {
  if (body === null) return undefined;
  if (body.type !== "BlockStatement") return body;
  const last = body.body.at(-1);
  const plain = body.body.slice(0, -1).every(({ type }) => type === "VariableDeclaration" || type.startsWith("TS"));
  return plain && last?.type === "ReturnStatement" ? (last.argument ?? undefined) : undefined;
}

/** Components of the elements that are made whatever happens. */
function elementNames(root: Node): readonly string[] {
  const names: string[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isFunction(node) || node.type === "ConditionalExpression" || node.type === "LogicalExpression") continue;
    if (node.type === "JSXElement" && node.openingElement.name.type === "JSXIdentifier")
      names.push(node.openingElement.name.name);
    open.push(...children(node));
  }
  return names.filter((name) => /^[A-Z]/.test(name));
}
