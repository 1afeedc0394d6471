import type { Directive, Node, Statement } from "oxc-parser";
import { children } from "../syntax/parsed-file.ts";
import { isFunction } from "../syntax/node.ts";

export type NamespaceNode = Extract<Node, { type: "TSModuleDeclaration" }>;

const vars = new WeakMap<object, readonly string[]>();

/** Names bound by a pattern. */
export function namesOf(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return namesOf(pattern.left);
    case "RestElement":
      return namesOf(pattern.argument);
    case "TSParameterProperty":
      return namesOf(pattern.parameter);
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesOf(property.type === "RestElement" ? property : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : namesOf(element)));
    default:
      return [];
  }
}

/** Names a block declares for itself: `let`, `const`, `using`, classes. */
export function lexicalNames(body: readonly (Statement | Directive)[]): string[] {
  return body.flatMap((statement) => {
    const declared = declarationOf(statement);
    if (declared?.type === "VariableDeclaration" && declared.kind !== "var")
      return declared.declarations.flatMap(({ id }) => namesOf(id));
    if (declared?.type === "ClassDeclaration" || declared?.type === "TSEnumDeclaration")
      return declared.id === null ? [] : [declared.id.name];
    const name = declared?.type === "TSModuleDeclaration" ? namespaceName(declared) : undefined;
    return name === undefined ? [] : [name];
  });
}

/** `export const x = …` declares like `const x = …`. */
export function declarationOf(statement: Node): Node | undefined {
  if (statement.type === "ExportNamedDeclaration") return statement.declaration ?? undefined;
  if (statement.type === "ExportDefaultDeclaration") return statement.declaration;
  return statement;
}

/** `var` names of a function or module, wherever in it they stand. */
export function varNames(body: Node): readonly string[] {
  const known = vars.get(body);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const open: Node[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "VariableDeclaration" && node.kind === "var")
      for (const { id } of node.declarations) for (const name of namesOf(id)) found.add(name);
    if (node === body || !isFunction(node)) open.push(...children(node));
  }
  const names = [...found];
  vars.set(body, names);
  return names;
}

/** The name a namespace has where it stands: `A` of `namespace A.B`. Declarations of types alone have none. */
export function namespaceName(node: NamespaceNode): string | undefined {
  return node.declare || node.kind !== "namespace" ? undefined : namespacePath(node.id)[0];
}

export function namespacePath(id: Node): string[] {
  if (id.type === "TSQualifiedName") return [...namespacePath(id.left), ...namespacePath(id.right)];
  return id.type === "Identifier" ? [id.name] : [];
}
