import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { FileNames } from "./file-names.ts";
import { functionNamed } from "./function-named.ts";
import { namesIn } from "./pure.ts";

/** A component, and the statement of it in front of which something is to be asked for. */
export interface Drawing {
  readonly file: ParsedFile;
  readonly scope: FunctionNode;
  readonly statement: Node;
}

/**
 * What a component is handed for one of its props by the one that draws it, if it draws it once and knows the value in
 * front of the statement already.
 */
export function drawnProp(
  project: SourceProject,
  drawing: Drawing,
  child: { readonly file: ParsedFile; readonly scope: FunctionNode; readonly prop: Node },
): Node | undefined {
  const name = propName(child.file, child.scope, child.prop);
  const [element, second] = elementsOf(drawing.scope).filter(
    ({ name: drawn }) => functionNamed(project, drawing.file, drawn)?.node === child.scope,
  );
  if (name === undefined || element === undefined || second !== undefined) return undefined;
  const value = attribute(element.node, name);
  return value !== undefined && isThere(drawing, value) ? value : undefined;
}

/** `{ slug }`, `{ slug: id }` or `props`, as the child takes its props. */
function propName(file: ParsedFile, { params }: FunctionNode, prop: Node): string | undefined {
  const [taken] = params;
  const local = prop.type === "Identifier" ? prop.name : undefined;
  if (taken === undefined || new FileNames(file).isAssigned(namesIn(prop))) return undefined;
  if (taken.type === "Identifier")
    return prop.type === "MemberExpression" &&
      !prop.computed &&
      prop.object.type === "Identifier" &&
      prop.object.name === taken.name
      ? prop.property.name
      : undefined;
  if (taken.type !== "ObjectPattern") return undefined;
  const found = taken.properties.find(
    (item) => item.type === "Property" && item.value.type === "Identifier" && item.value.name === local,
  );
  return found?.type === "Property" && found.key.type === "Identifier" ? found.key.name : undefined;
}

interface DrawnElement {
  readonly name: string;
  readonly node: Extract<Node, { type: "JSXElement" }>;
}

/** Elements of components that a function makes itself. */
function elementsOf(scope: FunctionNode): readonly DrawnElement[] {
  const found: DrawnElement[] = [];
  const open: Node[] = children(scope);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isFunction(node)) continue;
    if (node.type === "JSXElement" && node.openingElement.name.type === "JSXIdentifier")
      found.push({ name: node.openingElement.name.name, node });
    open.push(...children(node));
  }
  return found;
}

function attribute({ openingElement }: DrawnElement["node"], name: string): Node | undefined {
  // What is spread may set the prop as well.
  if (openingElement.attributes.some(({ type }) => type === "JSXSpreadAttribute")) return undefined;
  for (const item of openingElement.attributes) {
    if (item.type !== "JSXAttribute" || item.name.type !== "JSXIdentifier" || item.name.name !== name) continue;
    if (item.value?.type === "JSXExpressionContainer") return item.value.expression;
    return item.value?.type === "Literal" ? item.value : undefined;
  }
  return undefined;
}

/** Does it name nothing that the statement or one behind it declares? */
function isThere({ file, scope, statement }: Drawing, value: Node): boolean {
  const used = namesIn(value);
  if (new FileNames(file).isAssigned(used)) return false;
  const body = scope.body?.type === "BlockStatement" ? scope.body.body : [];
  return body
    .filter(({ start, type }) => start >= statement.start && type === "VariableDeclaration")
    .flatMap((later) => (later.type === "VariableDeclaration" ? later.declarations : []))
    .every(({ id }) => ![...namesIn(id)].some((name) => used.has(name)));
}
