import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { AT_ONCE } from "./at-once.ts";
import { awaitedStep } from "./awaited-steps.ts";
import { earlyStart } from "./early-start.ts";
import { FileNames } from "./file-names.ts";
import { insertionPoint, styleOf } from "./layout.ts";
import type { LoopHead } from "./loop-head.ts";
import { gathers, type Turn } from "./own-collection.ts";
import type { ProjectFunctions } from "./project-functions.ts";
import { namesIn } from "./pure.ts";
import { isPlainCall } from "./quiet.ts";
import { StateReads } from "./state-reads.ts";
import type { Rewrite } from "./withheld.ts";

/**
 * A loop whose first step is the call and whose rest only gathers what it gave: the calls start a few at a time, and the
 * rest runs unchanged, one turn after the other, each with its own answer.
 */
export function orderedRounds(
  project: SourceProject,
  file: ParsedFile,
  head: LoopHead,
  { call, functions }: Asked,
): Rewrite {
  const { knows } = functions;
  const { loop } = head;
  const [first, ...rest] = loop.body.type === "BlockStatement" ? loop.body.body : [];
  if (first === undefined || rest.length === 0 || !isPlainCall(call, knows)) return "advice.loop-form";
  if (awaitedStep(first, knows)?.call !== call) return "advice.loop-form";
  const scope = scopeOf(file, loop);
  if (scope === undefined) return "advice.loop-form";
  const names = new FileNames(file);
  const itemNames = namesIn(head.item);
  const read = new Set([...namesIn(call), ...head.over.flatMap((node) => [...namesIn(node)])]);
  if (names.isAssigned([...read].filter((name) => !itemNames.has(name)))) return "advice.binding-reassigned";
  const turn: Turn = { file, loop, knows, gathered: new Set() };
  if (!rest.every((statement) => gathers(turn, statement))) return "advice.loop-form";
  for (const name of turn.gathered) if (read.has(name)) return "advice.loop-carried";
  // Calls of later turns come before the rest of this one now.
  const state = new StateReads(file, scope, names, functions);
  const isOwn = call.type === "CallExpression" && call.callee.type === "Identifier" && state.isLocal(call.callee.name);
  if (rest.some((statement) => state.in(statement, isOwn))) return "advice.loop-carried";
  return { path: file.path, before: file.text, after: rewritten(project, file, head, { call, rest }) };
}

interface Asked {
  readonly call: Node;
  readonly functions: ProjectFunctions;
}

function scopeOf(file: ParsedFile, node: Node): FunctionNode | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = file.parent(at)) if (isFunction(at)) return at;
  return undefined;
}

/** An item that is taken apart is kept whole for its turn. */
function byPattern(item: string, call: string, early: string, next: string): readonly [string, string, string] {
  return [next, `({ ${next}, ${early}: (async (${item}) => ${call})(${next}) })`, `${next}: ${item}`];
}

function rewritten(
  project: SourceProject,
  file: ParsedFile,
  { loop, item, fill }: LoopHead,
  { call, rest }: { readonly call: Node; readonly rest: readonly Node[] },
): string {
  const slice = (node: Node): string => file.text.slice(node.start, node.end);
  const { newline, semicolonOf } = styleOf(file.text);
  const { indent } = insertionPoint(file, loop);
  const inner = insertionPoint(file, loop.body.type === "BlockStatement" ? (loop.body.body[0] ?? loop) : loop).indent;
  const step = inner.startsWith(indent) && inner.length > indent.length ? inner.slice(indent.length) : "  ";
  const names = new FileNames(file);
  const [queue, started, early] = [names.fresh("queue"), names.fresh("started"), names.fresh("early")];
  const end = semicolonOf(rest.at(-1));
  const [pair, asked, turned] =
    item.type === "Identifier"
      ? [item.name, `({ ${item.name}, ${early}: ${earlyStart(project, file, call, `${indent}${step}`)} })`, item.name]
      : byPattern(slice(item), slice(call), early, names.fresh("next"));
  const head = [
    ...fill(queue, end),
    `while (${queue}.length > 0) {`,
    `${step}const ${started} = ${queue}.splice(0, ${AT_ONCE}).map((${pair}) => ${asked})${end}`,
    `${step}for (const { ${early} } of ${started}) ${early}.catch(() => {})${end}`,
    `${step}for (const { ${turned}, ${early} } of ${started}) `,
  ];
  const body = new MagicString(file.text);
  body.update(call.start, call.end, early);
  const turn = body.slice(loop.body.start, loop.body.end).replaceAll(/\n(?=[^\r\n])/g, `\n${step}`);
  const text = new MagicString(file.text);
  text.update(loop.start, loop.end, `${head.join(`${newline}${indent}`)}${turn}${newline}${indent}}`);
  return text.toString();
}
