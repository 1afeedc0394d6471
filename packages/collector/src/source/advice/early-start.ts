import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { type CallNode, type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { bindingsOf } from "./bindings-of.ts";
import { functionNamed } from "./function-named.ts";
import { reindented } from "./layout.ts";
import { calls, mayThrow } from "./pure.ts";
import { callsWhatFails, isPlainCall, promisedBefore } from "./quiet.ts";

/** Functions that only pass on another's promise, followed one after the other. */
const MAX_STEPS = 6;

/**
 * The expression that starts a call early. Only an async function is sure to hand its errors over in the promise, and
 * a query builder may not be a promise at all: everything else is called inside an async function.
 * @param indent of the line it goes to
 */
export function earlyStart(project: SourceProject, file: ParsedFile, call: Node, indent: string): string {
  const text = reindented(file, call, indent);
  if (startsAsPromise(project, file, call)) return text;
  return isBranch(call) ? `(async () => (${text}))()` : `(async () => ${text})()`;
}

function isBranch({ type }: Node): boolean {
  return type === "ConditionalExpression" || type === "LogicalExpression";
}

/** Whatever happens in the call, it comes back as a promise. */
export function startsAsPromise(
  project: SourceProject,
  file: ParsedFile,
  call: Node,
  steps: number = MAX_STEPS,
): boolean {
  if (call.type !== "CallExpression" || call.optional) return false;
  const before = promisedBefore(call);
  if (before !== undefined) return startsAsPromise(project, file, before, steps);
  if (call.callee.type !== "Identifier") return false;
  // In JavaScript nothing vouches for `a` in the argument `a.b`.
  const typed = /\.(?:[cm]?ts|tsx)$/.test(file.path);
  if (call.arguments.some(typed ? callsWhatFails : (argument) => calls(argument) || mayThrow(argument))) return false;
  const { name } = call.callee;
  const bindings = bindingsOf(file, name);
  if (bindings.every((binding) => isHandedFetch(file, binding))) return name === "fetch";
  const called = bindings.length === 1 ? functionNamed(project, file, name) : undefined;
  return called !== undefined && givesPromise(project, called.file, called.node, steps);
}

/** SvelteKit hands its `fetch` to loads and endpoints: `({ fetch, params }) => …`. */
function isHandedFetch(file: ParsedFile, binding: Node): boolean {
  const property = file.parent(binding);
  const pattern = property === undefined ? undefined : file.parent(property);
  if (property?.type !== "Property" || property.key.type !== "Identifier" || property.key.name !== "fetch")
    return false;
  const holder = pattern === undefined ? undefined : file.parent(pattern);
  return pattern?.type === "ObjectPattern" && holder !== undefined && isFunction(holder);
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
