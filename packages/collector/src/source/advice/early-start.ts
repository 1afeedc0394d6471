import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { type CallNode, type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { functionNamed } from "./function-named.ts";
import { calls, isPlainCall, mayThrow } from "./pure.ts";

/** Functions that only pass on another's promise, followed one after the other. */
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
  if (call.arguments.some(calls)) return false;
  // In JavaScript nothing vouches for `a` in the argument `a.b`.
  if (!/\.(?:[cm]?ts|tsx)$/.test(file.path) && call.arguments.some(mayThrow)) return false;
  const { name } = call.callee;
  const bindings = bindingsOf(file, name);
  if (bindings.length === 0) return name === "fetch";
  const called = bindings.length === 1 ? functionNamed(project, file, name) : undefined;
  return called !== undefined && givesPromise(project, called.file, called.node, steps);
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

/** An async function, or one that does nothing but return what such a function gives. */
function givesPromise(project: SourceProject, file: ParsedFile, node: FunctionNode, steps: number): boolean {
  if (node.generator || steps === 0) return false;
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
