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
import { type Drawing, drawnProp } from "./drawn-props.ts";
import { startsAsPromise } from "./early-start.ts";
import { FileNames } from "./file-names.ts";
import { functionNamed } from "./function-named.ts";
import { type Imported, importFor } from "./import-for.ts";
import { insertionPoint, styleOf } from "./layout.ts";
import { alwaysDraws } from "./render-path.ts";
import { statementIn } from "./statement-in.ts";
import type { FileChange, Rewrite } from "./withheld.ts";
import { writesToo } from "./writes-too.ts";

/** A call of a component further down, made by a function of the project. */
interface ChildCall {
  /** Knows the function. */
  readonly file: ParsedFile;
  readonly name: string;
  /** As the one that draws the component would write it. */
  readonly text: string;
  readonly call: Node;
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
  const statement = statementIn(parent.file, parent.call);
  const block = statement === undefined ? undefined : parent.file.parent(statement);
  if (statement === undefined || !isFunction(parent.scope)) return "advice.move-up";
  if (block?.type !== "BlockStatement" || parent.file.parent(block) !== parent.scope) return "advice.different-blocks";
  const below = group.flatMap((call) => {
    const place = components[call];
    return place?.scope === parent.scope ? [] : [place];
  });
  const drawing: Drawing = { file: parent.file, scope: parent.scope, statement };
  const children = below.map((place) => childCall(project, drawing, place));
  if (children.some((child) => child === undefined)) return "advice.move-up";
  if (!below.every((place) => place !== undefined && alwaysDraws(project, parent, place)))
    return "advice.guard-between";
  const asked = children.flatMap((child) => child ?? []);
  if (asked.some(({ file, call }) => writesToo(project, file, call, request))) return "advice.writes-too";
  return written(project, drawing, asked);
}

/** The outermost function of a stack is the component. */
function componentOf(stack: readonly StackPlace[] | string): StackPlace | undefined {
  const place = typeof stack === "string" ? undefined : stack.at(-1);
  return place !== undefined && isFunction(place.scope) && /\.[jt]sx$/.test(place.file.path) ? place : undefined;
}

/** `const x = await getX(slug)` before anything that may leave. */
function childCall(project: SourceProject, drawing: Drawing, place: StackPlace | undefined): ChildCall | undefined {
  if (place === undefined || place.call.type !== "CallExpression" || !isFunction(place.scope)) return undefined;
  const { call, file, scope } = place;
  if (call.callee.type !== "Identifier" || call.optional) return undefined;
  const statement = statementIn(file, call);
  const block = statement === undefined ? undefined : file.parent(statement);
  if (statement === undefined || block?.type !== "BlockStatement" || file.parent(block) !== scope) return undefined;
  if (awaitedStep(statement)?.call !== call) return undefined;
  const before = block.body.slice(0, block.body.indexOf(statement as never));
  if (!before.every(({ type }) => type === "VariableDeclaration")) return undefined;
  const prop = (node: Node): Node | undefined => drawnProp(project, drawing, { file, scope, prop: node });
  const handed = call.arguments.length === 0 ? prop(call.callee) : undefined;
  if (handed !== undefined) return handedCall(drawing, handed);
  const args = call.arguments.map((argument) =>
    isFixed(argument) ? textOf(file, argument) : stable(drawing, prop(argument)),
  );
  if (args.some((argument) => argument === undefined)) return undefined;
  return { file, name: call.callee.name, text: `${call.callee.name}(${args.join(", ")})`, call };
}

/** `tasks={() => loadTasks(userId)}`: what the child calls is written in the parent. */
function handedCall({ file }: Drawing, handed: Node): ChildCall | undefined {
  if (handed.type !== "ArrowFunctionExpression" || handed.params.length > 0) return undefined;
  const { body: call } = handed;
  if (call.type !== "CallExpression" || call.callee.type !== "Identifier" || call.optional) return undefined;
  return call.arguments.every(isSame) ? { file, name: call.callee.name, text: textOf(file, call), call } : undefined;
}

function stable({ file }: Drawing, value: Node | undefined): string | undefined {
  return value !== undefined && isSame(value) ? textOf(file, value) : undefined;
}

/** The same value each time it is evaluated: an object made anew would be another question to `cache`. */
function isSame(node: Node): boolean {
  if (node.type === "Identifier" || isFixed(node)) return true;
  if (node.type === "TemplateLiteral") return node.expressions.every(isSame);
  return node.type === "MemberExpression" && !node.computed && isSame(node.object);
}

/** The same wherever it is written. */
function isFixed(node: Node): boolean {
  return node.type === "Literal" || (node.type === "TemplateLiteral" && node.expressions.length === 0);
}

function textOf(file: ParsedFile, { start, end }: Node): string {
  return file.text.slice(start, end);
}

function written(project: SourceProject, { file, statement }: Drawing, calls: readonly ChildCall[]): Rewrite {
  const own = new MagicString(file.text);
  const { newline, semicolonOf } = styleOf(file.text);
  const end = semicolonOf(statement);
  const asked = new Map<string, { readonly file: ParsedFile; readonly node: Node }>();
  const imports: Imported[] = [];
  for (const { file: from, name, text, call } of calls) {
    const target = functionNamed(project, from, name);
    if (target === undefined) return "advice.move-up";
    const imported = importFor(project, { from, into: file, name, target });
    if (imported === undefined) return "advice.move-up";
    if (imported !== "known" && !imports.some((one) => one.name === imported.name)) imports.push(imported);
    asked.set(`${target.file.path}:${target.node.start}`, target);
    const promise = startsAsPromise(project, from, call) ? text : `(async () => ${text})()`;
    const { offset, indent } = insertionPoint(file, statement);
    own.appendLeft(offset, `void ${promise}.catch(() => {})${end}${newline}${indent}`);
  }
  addImports(file, own, imports);
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

/** Names go into the import that is there of the same module, or into a line behind the last one. */
function addImports(file: ParsedFile, text: MagicString, imports: readonly Imported[]): void {
  const declared = file.program.body.filter((statement) => statement.type === "ImportDeclaration");
  const last = declared.at(-1);
  const { newline, semicolonOf } = styleOf(file.text);
  for (const { name, specifier, quote } of imports) {
    const same = declared.find(({ source, importKind }) => source.value === specifier && importKind !== "type");
    const beside = same?.specifiers.findLast(({ type }) => type === "ImportSpecifier");
    if (beside !== undefined) text.appendLeft(beside.end, `${separator(file, beside)}${name}`);
    else {
      const line = `import { ${name} } from ${quote}${specifier}${quote}${semicolonOf(last)}`;
      text.appendLeft(last?.end ?? 0, last === undefined ? `${line}${newline}` : `${newline}${line}`);
    }
  }
}

/** Names of an import stand on one line, or on a line each. */
function separator({ text }: ParsedFile, { start }: Node): string {
  const line = text.lastIndexOf("\n", start - 1);
  const indent = text.slice(line + 1, start);
  return line >= 0 && /^[ \t]+$/.test(indent) ? `,${text[line - 1] === "\r" ? "\r" : ""}\n${indent}` : ", ";
}
