import type { Frame } from "@weir/core";
import type { AwaitExpression, Node, Program } from "oxc-parser";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import { functionAt } from "../syntax/function-name.ts";
import { type CallNode, type FunctionNode, isCall, isFunction } from "../syntax/node.ts";
import { nodesIn } from "../syntax/nodes-in.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";

/** A stack frame found again in the syntax tree. */
export interface StackPlace {
  readonly file: ParsedFile;
  readonly scope: FunctionNode | Program;
  /** The call the frame stands at. */
  readonly call: CallNode;
}

/** Where a frame stands; a reason when the source is missing, cannot be parsed, or has no call there. */
export function stackPlace(project: SourceProject, frame: Frame): StackPlace | string {
  const file = project.file(frame.file);
  if (!isParsed(file)) return file.problem;
  const offset = file.lines.offset(frame.line, frame.column);
  if (offset === undefined) return "source.position-outside";
  const scope = functionAt(file, offset) ?? file.program;
  const call = (frame.async ? awaitedEarlier(file, scope, offset) : undefined) ?? callAt(file, scope, offset);
  if (call === undefined) return "source.no-call-there";
  return { file, scope, call: memberOf(call, frame.member) ?? call };
}

/** The function that a suspended frame stands in at `await value`, where what is awaited is no call. */
export function waitsForValue(project: SourceProject, frame: Frame): FunctionNode | undefined {
  const file = project.file(frame.file);
  const offset = isParsed(file) ? file.lines.offset(frame.line, frame.column) : undefined;
  if (!isParsed(file) || offset === undefined) return undefined;
  const scope = functionAt(file, offset);
  const awaited = scope === undefined ? [] : nodesIn(scope).filter((node) => node.type === "AwaitExpression");
  const isValue = awaited.some(
    ({ start, argument }) => start === offset && /^(?:Identifier|MemberExpression)$/.test(argument.type),
  );
  return isValue ? scope : undefined;
}

/** The call in `Promise.all([a(), b()])` that a stack came through, where the list is written out. */
function memberOf(call: CallNode, member: number | undefined): CallNode | undefined {
  if (member === undefined || call.type !== "CallExpression" || call.callee.type !== "MemberExpression")
    return undefined;
  const { object, property } = call.callee;
  if (object.type !== "Identifier" || object.name !== "Promise" || property.type !== "Identifier") return undefined;
  const [list] = call.arguments;
  if (list !== undefined && isCall(list)) return madeBy(list);
  if (list?.type !== "ArrayExpression" || list.elements.some((element) => element?.type === "SpreadElement"))
    return undefined;
  const element = list.elements[member];
  return element !== null && element !== undefined && isCall(element) ? element : undefined;
}

/** `items.map((item) => …).filter(Boolean)`: members start in the one call that is given a function. */
function madeBy(list: CallNode): CallNode | undefined {
  const found: CallNode[] = [];
  for (let node: Node = list; node.type === "CallExpression";) {
    if (node.arguments.some(isFunction)) found.push(node);
    if (node.callee.type !== "MemberExpression") break;
    node = node.callee.object;
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Bundlers keep positions to within a few characters: a bracket, a keyword, a blank. */
const NEAR = 12;

/**
 * The call a runtime position means. A running function stands at the name that is called (`b` of `a.b()`), some
 * builds put it at the start of the call; one that is suspended stands at its `await`, and the call is what is awaited.
 * A position a little off is taken for the nearest call of the same line, if no other is as near.
 */
function callAt(file: ParsedFile, scope: FunctionNode | Program, offset: number): CallNode | undefined {
  const calls = callsIn(scope);
  return (
    calls.find((call) => anchor(call) === offset) ??
    awaitedAt(scope, offset) ??
    innermost(calls.filter(({ start, end }) => start <= offset && offset < end)) ??
    nearest(file, calls, offset)
  );
}

/** Calls of a function itself, not those of functions within it. */
function callsIn(scope: FunctionNode | Program): CallNode[] {
  return nodesIn(scope).filter(isCall);
}

/** `await a.b(c())` at its `await`, and at whatever is between that and the call. */
function awaitedAt(scope: FunctionNode | Program, offset: number): CallNode | undefined {
  for (const node of nodesIn(scope)) {
    if (node.type !== "AwaitExpression" || offset < node.start) continue;
    const call = callAwaitedBy(node);
    if (call !== undefined && (offset === node.start || offset < call.start)) return call;
  }
  return undefined;
}

/**
 * `const shows = await load(); return { shows };` is built into `return { shows: await load() }` by bundlers, and the
 * `await` then stands where the one use of its value stood.
 */
function awaitedEarlier(file: ParsedFile, scope: FunctionNode | Program, offset: number): CallNode | undefined {
  const nodes = nodesIn(scope);
  const use = nodes.find((node) => node.type === "Identifier" && node.start === offset && isRead(file, node));
  if (use?.type !== "Identifier") return undefined;
  const made = nodes.filter((node) => node.type === "VariableDeclarator" && isNamed(node.id, use.name));
  const [declared] = made;
  if (made.length !== 1 || declared?.type !== "VariableDeclarator" || declared.end > offset) return undefined;
  const reads = nodesIn(scope, "and in functions within").filter(
    (node) => isNamed(node, use.name) && isRead(file, node),
  );
  if (new Set(reads.map(({ start }) => start)).size !== 1 || declared.init?.type !== "AwaitExpression")
    return undefined;
  return callAwaitedBy(declared.init);
}

function callAwaitedBy({ argument }: AwaitExpression): CallNode | undefined {
  const call = argument.type === "ChainExpression" ? argument.expression : argument;
  return isCall(call) ? call : undefined;
}

function isNamed(node: Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

/** An identifier that means a variable's value: neither what is declared, nor a property's name. */
function isRead(file: ParsedFile, node: Node): boolean {
  const holder = file.parent(node);
  if (holder?.type === "VariableDeclarator") return holder.id !== node;
  if (holder?.type === "MemberExpression") return holder.property !== node || holder.computed;
  return holder?.type !== "Property" || holder.value === node || holder.computed;
}

function innermost(calls: readonly CallNode[]): CallNode | undefined {
  return calls.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
}

function nearest(file: ParsedFile, calls: readonly CallNode[], offset: number): CallNode | undefined {
  const { line } = file.lines.position(offset);
  const near = calls
    .filter((call) => file.lines.position(anchor(call)).line === line)
    .map((call) => ({ call, distance: Math.min(Math.abs(anchor(call) - offset), Math.abs(call.start - offset)) }))
    .filter(({ distance }) => distance <= NEAR)
    .toSorted((a, b) => a.distance - b.distance);
  const [first, second] = near;
  return first === undefined || first.distance === second?.distance ? undefined : first.call;
}

function anchor(node: CallNode): number {
  const callee = node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
  if (node.type === "NewExpression") return node.start;
  return callee.type === "MemberExpression" ? callee.property.start : callee.start;
}
