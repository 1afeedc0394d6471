import type { Node } from "oxc-parser";
import { isParsed, type SourceProject } from "../analysis/project/source-project.ts";
import { type CallNode, type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { isPlainCall, mayThrow } from "./pure.ts";

/** Imports, re-exports and functions that only pass on another's promise, followed one after the other. */
const MAX_STEPS = 6;

/**
 * The expression that starts a call early. Only an async function is sure to hand its errors over in the promise, and
 * a query builder may not be a promise at all: everything else is called inside an async function.
 */
export function earlyStart(project: SourceProject, file: ParsedFile, call: CallNode): string {
  const text = file.text.slice(call.start, call.end);
  return startsAsPromise(project, file, call) ? text : `(async () => ${text})()`;
}

/** Whatever happens in the call, it comes back as a promise. */
export function startsAsPromise(
  project: SourceProject,
  file: ParsedFile,
  call: CallNode,
  steps: number = MAX_STEPS,
): boolean {
  if (call.type !== "CallExpression" || call.callee.type !== "Identifier" || call.optional) return false;
  // In JavaScript nothing vouches for `a` in the argument `a.b`.
  if (!/\.(?:[cm]?ts|tsx)$/.test(file.path) && call.arguments.some(mayThrow)) return false;
  const { name } = call.callee;
  const bindings = bindingsOf(file, name);
  if (bindings.length === 0) return name === "fetch";
  return bindings.length === 1 && isAsync(project, file, name, steps);
}

/** Everything in the file that declares the name, whatever its scope. */
function bindingsOf(file: ParsedFile, name: string): readonly Node[] {
  const found: Node[] = [];
  const open: Node[] = [file.program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parent = file.parent(node);
    if (node.type === "Identifier" && node.name === name && parent !== undefined && declares(parent, node)) {
      found.push(node);
    }
    open.push(...children(node));
  }
  return found;
}

function declares(parent: Node, name: Node): boolean {
  switch (parent.type) {
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return parent.local === name;
    case "VariableDeclarator":
    case "ClassDeclaration":
      return parent.id === name;
    case "Property":
      return parent.value === name;
    case "CallExpression":
    case "MemberExpression":
    case "ExportSpecifier":
    case "AwaitExpression":
      return false;
    default:
      return isFunction(parent) ? parent.body !== name : /Pattern|RestElement|CatchClause/.test(parent.type);
  }
}

/** Is the module's binding of this name an async function? */
function isAsync(project: SourceProject, file: ParsedFile, name: string, steps: number): boolean {
  if (steps === 0) return false;
  for (const statement of file.program.body) {
    const at = statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
    if (at.type === "FunctionDeclaration" && at.id?.name === name) return givesPromise(project, file, at, steps);
    if (at.type === "VariableDeclaration" && at.kind === "const") {
      const init = at.declarations.find(({ id }) => id.type === "Identifier" && id.name === name)?.init;
      if (init !== undefined && init !== null) {
        return isFunction(init) && givesPromise(project, file, init, steps);
      }
    }
    const from = sourceOf(at, name);
    if (from === undefined) continue;
    const target = project.resolve(file, from.specifier);
    return target.kind === "file" && isParsed(target.file) && isAsync(project, target.file, from.name, steps - 1);
  }
  return false;
}

/** An async function, or one that does nothing but return what such a function gives. */
function givesPromise(project: SourceProject, file: ParsedFile, node: FunctionNode, steps: number): boolean {
  if (node.generator) return false;
  if (node.async) return true;
  if (!node.params.every((param) => param.type === "Identifier")) return false;
  const returned = returnedBy(node);
  return returned !== undefined && isPlainCall(returned) && startsAsPromise(project, file, returned, steps - 1);
}

function returnedBy({ body }: FunctionNode): CallNode | undefined {
  let value: Node | null | undefined = body;
  if (body?.type === "BlockStatement") {
    const [only, second] = body.body;
    value = only?.type === "ReturnStatement" && second === undefined ? only.argument : undefined;
  }
  return value?.type === "CallExpression" ? value : undefined;
}

/** Where `import { a as name } from "…"` and `export { a as name } from "…"` take the name from. */
function sourceOf(statement: Node, name: string): { readonly specifier: string; readonly name: string } | undefined {
  if (statement.type === "ImportDeclaration") {
    for (const item of statement.specifiers) {
      if (item.local.name === name && item.type === "ImportSpecifier" && item.imported.type === "Identifier") {
        return { specifier: statement.source.value, name: item.imported.name };
      }
    }
  }
  if (statement.type === "ExportNamedDeclaration" && statement.source !== null) {
    for (const { exported, local } of statement.specifiers) {
      if (exported.type === "Identifier" && exported.name === name && local.type === "Identifier") {
        return { specifier: statement.source.value, name: local.name };
      }
    }
  }
  return undefined;
}
