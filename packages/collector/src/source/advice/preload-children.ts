import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { places } from "../analysis/relate/common-call.ts";
import type { StackPlace } from "../analysis/relate/stack-place.ts";
import { isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { awaitedStep } from "./awaited-steps.ts";
import { askedOnce } from "./asked-once.ts";
import { startsAsPromise } from "./early-start.ts";
import { FileNames } from "./file-names.ts";
import { functionNamed } from "./function-named.ts";
import { importFor } from "./import-for.ts";
import { insertionPoint, styleOf } from "./layout.ts";
import { alwaysDraws } from "./render-path.ts";
import { statementIn } from "./statement-in.ts";
import type { FileChange, Rewrite } from "./withheld.ts";

/** A call of a component further down, made by a function of the project. */
interface ChildCall {
  readonly place: StackPlace;
  readonly name: string;
}

/**
 * React: what components further down ask for is asked for by the one that draws them, before its own await, through
 * functions that ask once per render (`cache`): the child's own call then gets the same promise.
 */
export function preloadChildren(project: SourceProject, request: AdviceRequest): Rewrite {
  const components = request.calls.map((frames) => componentOf(places(project, frames)));
  const groups = request.startTogether.filter(
    (group) => new Set(group.map((call) => components[call]?.scope)).size > 1,
  );
  const [group, second] = groups;
  const parent = components[group?.[0] ?? -1];
  if (group === undefined || second !== undefined || parent === undefined) return "advice.move-up";
  const below = group.flatMap((call) => {
    const place = components[call];
    return place?.scope === parent.scope ? [] : [place];
  });
  const children = below.map((place) => childCall(place));
  if (children.some((child) => child === undefined)) return "advice.move-up";
  const calls = children.flatMap((child) => child ?? []);
  if (!calls.every(({ place }) => alwaysDraws(project, parent, place))) return "advice.guard-between";
  return written(project, parent, calls);
}

/** The outermost function of a stack is the component. */
function componentOf(stack: readonly StackPlace[] | string): StackPlace | undefined {
  const place = typeof stack === "string" ? undefined : stack.at(-1);
  return place !== undefined && isFunction(place.scope) && /\.[jt]sx$/.test(place.file.path) ? place : undefined;
}

/** `const x = await getX("fixed")` before anything that may leave. */
function childCall(place: StackPlace | undefined): ChildCall | undefined {
  if (place === undefined || place.call.type !== "CallExpression") return undefined;
  const { call, file } = place;
  if (call.callee.type !== "Identifier" || call.optional || !call.arguments.every(isFixed)) return undefined;
  const statement = statementIn(file, call);
  const block = statement === undefined ? undefined : file.parent(statement);
  if (statement === undefined || block?.type !== "BlockStatement" || file.parent(block) !== place.scope)
    return undefined;
  if (awaitedStep(statement)?.call !== call) return undefined;
  const before = block.body.slice(0, block.body.indexOf(statement as never));
  return before.every(({ type }) => type === "VariableDeclaration") ? { place, name: call.callee.name } : undefined;
}

/** The same wherever it is written. */
function isFixed(node: Node): boolean {
  return node.type === "Literal" || (node.type === "TemplateLiteral" && node.expressions.length === 0);
}

function written(project: SourceProject, parent: StackPlace, calls: readonly ChildCall[]): Rewrite {
  const { file, call } = parent;
  const statement = statementIn(file, call);
  if (statement === undefined || !isFunction(parent.scope)) return "advice.move-up";
  const block = file.parent(statement);
  if (block?.type !== "BlockStatement" || file.parent(block) !== parent.scope) return "advice.different-blocks";
  const own = new MagicString(file.text);
  const { newline, semicolonOf } = styleOf(file.text);
  const end = semicolonOf(statement);
  const asked = new Map<string, { readonly file: ParsedFile; readonly node: Node }>();
  const lines: string[] = [];
  for (const { place, name } of calls) {
    const target = functionNamed(project, place.file, name);
    if (target === undefined) return "advice.move-up";
    const imported = importFor(project, { from: place.file, into: file, name, target });
    if (imported === undefined) return "advice.move-up";
    if (imported.line !== undefined && !lines.includes(imported.line)) lines.push(imported.line);
    asked.set(`${target.file.path}:${target.node.start}`, target);
    const text = place.file.text.slice(place.call.start, place.call.end);
    const promise = startsAsPromise(project, place.file, place.call) ? text : `(async () => ${text})()`;
    const { offset, indent } = insertionPoint(file, statement);
    own.appendLeft(offset, `void ${promise}.catch(() => {})${end}${newline}${indent}`);
  }
  addImports(file, own, lines);
  if (new FileNames(file).isAssigned(calls.map(({ name }) => name))) return "advice.binding-reassigned";
  const cached = askedOnce([...asked.values()], new Map([[file, own]]));
  if (typeof cached === "string") return cached;
  const changes: FileChange[] = [...cached].map(([changed, text]) => ({
    path: changed.path,
    before: changed.text,
    after: text.toString(),
  }));
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Import lines behind the last one. */
function addImports(file: ParsedFile, text: MagicString, lines: readonly string[]): void {
  const last = file.program.body.findLast(({ type }) => type === "ImportDeclaration");
  const { newline, semicolonOf } = styleOf(file.text);
  for (const line of lines)
    text.appendLeft(last?.end ?? 0, `${last === undefined ? "" : newline}${line}${semicolonOf(last)}`);
}
