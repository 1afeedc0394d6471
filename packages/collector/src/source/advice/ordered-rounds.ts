import { MagicString } from "magic-string";
import type { ForOfStatement, Node } from "oxc-parser";
import { transactionAround } from "../analysis/relate/transaction.ts";
import { type CallNode, type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { awaitedStep } from "./awaited-steps.ts";
import { AT_ONCE } from "./at-once.ts";
import { FileNames } from "./file-names.ts";
import { insertionPoint, styleOf } from "./layout.ts";
import { gathers } from "./own-collection.ts";
import { isPure, namesIn } from "./pure.ts";
import { isPlainCall } from "./quiet.ts";
import { isSimplePattern } from "./simple-pattern.ts";
import type { Rewrite, Withheld } from "./withheld.ts";

/**
 * A loop whose first step is the call and whose rest only gathers what it gave: the calls start a few at a time, and the
 * rest runs unchanged, one turn after the other, each with its own answer.
 */
export function orderedRounds(file: ParsedFile, loop: ForOfStatement, call: CallNode): Rewrite {
  const step = firstStep(loop, call);
  const scope = scopeOf(file, loop);
  if (step === undefined || scope === undefined) return "advice.loop-form";
  if (transactionAround({ file, scope, call }) !== undefined) return "advice.in-transaction";
  const reason = obstacle(file, loop, { call, rest: step.rest });
  return reason ?? { path: file.path, before: file.text, after: rewritten(file, loop, step) };
}

interface Step {
  readonly call: CallNode;
  readonly item: Node;
  readonly rest: readonly Node[];
}

function firstStep(loop: ForOfStatement, call: CallNode): Step | undefined {
  if (loop.await || loop.left.type !== "VariableDeclaration" || loop.left.kind !== "const") return undefined;
  const item = loop.left.declarations[0]?.id;
  if (item === undefined || !isSimplePattern(item) || !isPure(loop.right)) return undefined;
  const [first, ...rest] = loop.body.type === "BlockStatement" ? loop.body.body : [];
  if (first === undefined || rest.length === 0 || !isPlainCall(call)) return undefined;
  return awaitedStep(first)?.call === call ? { call, item, rest } : undefined;
}

function scopeOf(file: ParsedFile, node: Node): FunctionNode | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = file.parent(at)) if (isFunction(at)) return at;
  return undefined;
}

/** May the calls of later turns start before the rest of this turn has run? */
function obstacle(
  file: ParsedFile,
  loop: ForOfStatement,
  { call, rest }: { readonly call: CallNode; readonly rest: readonly Node[] },
): Withheld | undefined {
  const read = new Set([...namesIn(call), ...namesIn(loop.right)]);
  if (new FileNames(file).isAssigned(read)) return "advice.binding-reassigned";
  const gathered = new Set<string>();
  for (const statement of rest) if (!gathers(file, loop, statement, gathered)) return "advice.loop-form";
  for (const name of gathered) if (read.has(name)) return "advice.loop-carried";
  return undefined;
}

function rewritten(file: ParsedFile, loop: ForOfStatement, { call, item, rest }: Step): string {
  const slice = (node: Node): string => file.text.slice(node.start, node.end);
  const { newline, semicolonOf } = styleOf(file.text);
  const { indent } = insertionPoint(file, loop);
  const inner = insertionPoint(file, loop.body.type === "BlockStatement" ? (loop.body.body[0] ?? loop) : loop).indent;
  const step = inner.startsWith(indent) && inner.length > indent.length ? inner.slice(indent.length) : "  ";
  const names = new FileNames(file);
  const [queue, started] = [names.fresh("queue"), names.fresh("started")];
  const [next, early] = [names.fresh("next"), names.fresh("early")];
  const end = semicolonOf(rest.at(-1));
  const asked = `(async (${slice(item)}) => ${slice(call)})(${next})`;
  const head = [
    `const ${queue} = [...${slice(loop.right)}]${end}`,
    `while (${queue}.length > 0) {`,
    `${step}const ${started} = ${queue}.splice(0, ${AT_ONCE}).map((${next}) => ({ ${next}, ${early}: ${asked} }))${end}`,
    `${step}for (const { ${early} } of ${started}) ${early}.catch(() => {})${end}`,
    `${step}for (const { ${next}: ${slice(item)}, ${early} } of ${started}) `,
  ];
  const body = new MagicString(file.text);
  body.update(call.start, call.end, early);
  const turn = body.slice(loop.body.start, loop.body.end).replaceAll(/\n(?=[^\r\n])/g, `\n${step}`);
  const text = new MagicString(file.text);
  text.update(loop.start, loop.end, `${head.join(`${newline}${indent}`)}${turn}${newline}${indent}}`);
  return text.toString();
}
