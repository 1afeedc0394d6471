import { MagicString } from "magic-string";
import type { IfStatement, Node } from "oxc-parser";
import { transactionAround } from "../analysis/relate/transaction.ts";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { type AwaitedStep, awaitedStep } from "./awaited-steps.ts";
import { FileNames } from "./file-names.ts";
import { isDirected, styleOf } from "./layout.ts";
import { locateCalls } from "./located-calls.ts";
import { crossing } from "./obstacle.ts";
import { ProjectFunctions } from "./project-functions.ts";
import { isPure, namesIn } from "./pure.ts";
import type { Rewrite, Withheld } from "./withheld.ts";

/**
 * An answer that only one branch uses is asked for in that branch. Where the branch is not taken the call is not made
 * any more, so its failing does not end the request there.
 */
export function awaitInBranch(project: SourceProject, request: AdviceRequest): Rewrite {
  const located = locateCalls(project, request);
  if (typeof located === "string") return located;
  const { file, calls, scope } = located;
  for (const call of calls.values()) {
    const block = blockAround(file, call);
    const at = block?.findIndex((statement) => awaitedStep(statement)?.call === call) ?? -1;
    const step = awaitedStep(block?.[at] ?? call);
    if (block === undefined || step === undefined) continue;
    const branch = onlyUser(file, block, { at, step, scope });
    if (branch === undefined) continue;
    if (transactionAround({ file, scope, call }) !== undefined) return "advice.in-transaction";
    return (
      obstacle(project, file, block.slice(at + 1, block.indexOf(branch.statement)), { step, branch }) ??
      moved(file, step, branch)
    );
  }
  return "advice.await-later";
}

interface Branch {
  readonly statement: IfStatement;
  /** The side of it in which the answer is used, a block. */
  readonly side: Extract<Node, { type: "BlockStatement" }>;
}

function blockAround(file: ParsedFile, call: Node): readonly Node[] | undefined {
  for (let node = file.parent(call); node !== undefined && !isFunction(node); node = file.parent(node))
    if (node.type === "BlockStatement") return node.body;
  return undefined;
}

/** The one `if` behind the step in whose one side everything is that names its answer. */
function onlyUser(
  file: ParsedFile,
  block: readonly Node[],
  { at, step, scope }: { readonly at: number; readonly step: AwaitedStep; readonly scope: Node },
): Branch | undefined {
  const uses = usesOf(scope, step);
  const [first] = uses;
  if (first === undefined) return undefined;
  const statement = block.slice(at + 1).find((candidate) => contains(candidate, first));
  if (statement?.type !== "IfStatement") return undefined;
  const side = [statement.consequent, statement.alternate].find((part) => part !== null && contains(part, first));
  if (side?.type !== "BlockStatement" || !uses.every((use) => contains(side, use))) return undefined;
  return { statement, side };
}

function usesOf(scope: Node, step: AwaitedStep): readonly Node[] {
  const found: Node[] = [];
  const open: Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === step.statement) continue;
    if (node.type === "Identifier" && step.declares.has(node.name)) found.push(node);
    open.push(...children(node));
  }
  return found;
}

function contains(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function obstacle(
  project: SourceProject,
  file: ParsedFile,
  crossed: readonly Node[],
  { step, branch }: { readonly step: AwaitedStep; readonly branch: Branch },
): Withheld | undefined {
  if (!step.plain) return "advice.impure-arguments";
  if (!isPure(branch.statement.test)) return "advice.opaque-call-between";
  if (new FileNames(file).isAssigned(namesIn(step.call))) return "advice.binding-reassigned";
  if (isDirected(file, step.statement)) return "advice.directive-comment";
  const { knows } = new ProjectFunctions(project, file);
  for (const statement of crossed) {
    const names = crossing(statement, new Set(), knows);
    if (typeof names === "string") return names;
  }
  return undefined;
}

function moved(file: ParsedFile, { statement }: AwaitedStep, { side }: Branch): Rewrite {
  const { text } = file;
  const { newline } = styleOf(text);
  const lineStart = text.lastIndexOf("\n", statement.start - 1) + 1;
  const own = text.slice(lineStart, statement.start).trim() === "";
  const lineEnd = text.indexOf("\n", statement.end) + 1;
  const [first] = side.body;
  const target = first?.start ?? side.start + 1;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", target - 1) + 1))?.[0] ?? "";
  const result = new MagicString(text);
  const alone = own && text.slice(statement.end, lineEnd - 1).trim() === "";
  result.remove(alone ? lineStart : statement.start, alone && lineEnd > 0 ? lineEnd : statement.end);
  result.appendLeft(target, `${text.slice(statement.start, statement.end)}${newline}${indent}`);
  return { path: file.path, before: text, after: result.toString() };
}
