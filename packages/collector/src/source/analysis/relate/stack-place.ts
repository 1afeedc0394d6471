import type { Frame } from "@weir/core";
import type { Node, Program } from "oxc-parser";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import { functionAt } from "../syntax/function-name.ts";
import { type CallNode, type FunctionNode, isCall } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";

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
  const call = callAt(scope, offset);
  return call === undefined ? "source.no-call-there" : { file, scope, call };
}

/**
 * The call a runtime position means. A running function stands at the name that is called (`b` of `a.b()`); one that
 * is suspended stands at its `await`, and the call is what is awaited.
 */
function callAt(scope: FunctionNode | Program, offset: number): CallNode | undefined {
  let exact: CallNode | undefined;
  let around: CallNode | undefined;
  const open: Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "AwaitExpression" && node.start === offset) exact ??= awaitedCall(node.argument);
    if (isCall(node) && node.start <= offset && offset < node.end) {
      if (anchor(node) === offset) exact = node;
      if (around === undefined || around.end - around.start >= node.end - node.start) around = node;
    }
    for (const child of children(node)) if (child.start <= offset && offset < child.end) open.push(child);
  }
  return exact ?? around;
}

function awaitedCall(node: Node): CallNode | undefined {
  return isCall(node) ? node : undefined;
}

function anchor(node: CallNode): number {
  const callee = node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
  if (node.type === "NewExpression") return node.start;
  return callee.type === "MemberExpression" ? callee.property.start : callee.start;
}
