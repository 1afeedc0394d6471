import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { places } from "../analysis/relate/common-call.ts";
import { transactionAround } from "../analysis/relate/transaction.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { AT_ONCE } from "./at-once.ts";
import { awaitedStep } from "./awaited-steps.ts";
import { FileNames } from "./file-names.ts";
import { insertionPoint, styleOf } from "./layout.ts";
import { locateCalls } from "./located-calls.ts";
import { loopAround, type LoopHead, loopHead } from "./loop-head.ts";
import { orderedRounds } from "./ordered-rounds.ts";
import { isOwn } from "./own-collection.ts";
import { ProjectFunctions } from "./project-functions.ts";
import { isPure, namesIn } from "./pure.ts";
import { isPlainCall } from "./quiet.ts";
import type { Rewrite, Withheld } from "./withheld.ts";
import { writesToo } from "./writes-too.ts";

/**
 * `for (const x of xs) out.push(await f(x))` in rounds of a few calls. Within a round they start together and are
 * awaited in the order of the list, so that the list and the first error are those of the loop.
 */
export function boundedRounds(project: SourceProject, request: AdviceRequest): Rewrite {
  const located = locateCalls(project, request);
  if (typeof located === "string") return located;
  const { file, calls, scope } = located;
  const rounds = request.startTogether.flat().map((index) => calls.get(index));
  const [call, ...others] = new Set(rounds);
  if (call === undefined || others.length > 0) return "advice.loop-form";
  // What a later turn waits for may be something of the same turn, or of the one before: then it is not free.
  const isMadeBy = (index: number): boolean => {
    const stack = places(project, request.calls[index] ?? []);
    return typeof stack !== "string" && stack.some((place) => place.call === call);
  };
  if (request.after.some(isMadeBy)) return "advice.needed-call-between";
  const loop = loopAround(file, call);
  const functions = new ProjectFunctions(project, file);
  const head = loop === undefined ? undefined : loopHead(file, loop, functions.knows);
  if (head === undefined) return "advice.loop-form";
  if (transactionAround({ file, scope, call }) !== undefined) return "advice.in-transaction";
  if (writesToo(project, file, call, request)) return "advice.writes-too";
  const form = formOf(file, head, call);
  if (form === "advice.loop-form") return orderedRounds(project, file, head, { call, functions });
  if (typeof form === "string") return form;
  const names = new FileNames(file);
  const reason = carried(file, form, names);
  return reason ?? { path: file.path, before: file.text, after: rewritten(file, form, names) };
}

interface Form {
  readonly head: LoopHead;
  /** The name of the list that is filled. */
  readonly list: string;
  /** What is pushed. */
  readonly pushed: Node;
  /** `const y = await f(x);`, where the push stands alone. */
  readonly first: Node | undefined;
}

function formOf(file: ParsedFile, head: LoopHead, call: Node): Form | Withheld {
  const { loop } = head;
  const body = loop.body.type === "BlockStatement" ? loop.body.body : [loop.body];
  const last = body.at(-1);
  const push = last?.type === "ExpressionStatement" ? pushIn(last.expression) : undefined;
  if (push === undefined || body.length > 2 || !isPlainCall(call)) return "advice.loop-form";
  const [first] = body.length === 2 ? body : [];
  if (first === undefined) {
    return isPureBut(push.pushed, call) ? { ...push, first, head } : "advice.loop-form";
  }
  // Turns that run side by side must not assign one variable.
  if (first.type !== "VariableDeclaration") return "advice.loop-form";
  const step = awaitedStep(first);
  if (step?.call !== call || !isPure(push.pushed)) return "advice.loop-form";
  return file.parent(loop)?.type === "BlockStatement" ? { ...push, first, head } : "advice.loop-form";
}

function pushIn(node: Node): { readonly list: string; readonly pushed: Node } | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed) {
    return undefined;
  }
  const { object, property } = node.callee;
  const [pushed, second] = node.arguments;
  if (object.type !== "Identifier" || property.name !== "push" || pushed === undefined || second !== undefined) {
    return undefined;
  }
  return pushed.type === "SpreadElement" ? undefined : { list: object.name, pushed };
}

/** Pure apart from the await of this one call. */
function isPureBut(node: Node, call: Node): boolean {
  if (node.type === "AwaitExpression") return node.argument === call;
  if (isPure(node)) return true;
  return /^(?:Object|Array|TSAs|TSSatisfies|Property|Member)/.test(node.type)
    ? children(node).every((child) => isPureBut(child, call))
    : false;
}

/** Is anything passed from one round to the next, other than the list that grows? */
function carried(file: ParsedFile, { head, pushed, first, list }: Form, names: FileNames): Withheld | undefined {
  const item = namesIn(head.item);
  const parts = [pushed, ...(first === undefined ? [] : [first]), ...head.over];
  const read = new Set(parts.flatMap((part) => [...namesIn(part)]).filter((name) => !item.has(name)));
  if (read.has(list)) return "advice.loop-carried";
  if (names.isAssigned(read)) return "advice.binding-reassigned";
  return isOwn(file, head.loop, list) ? undefined : "advice.loop-form";
}

function rewritten(file: ParsedFile, form: Form, names: FileNames): string {
  const { loop, item, fill } = form.head;
  const slice = (node: Node): string => file.text.slice(node.start, node.end);
  const style = styleOf(file.text);
  const { indent } = insertionPoint(file, loop);
  const step =
    indent.includes("\t") || indent === "" ? "\t" : indent.length % 4 === 0 && indent.length > 0 ? "    " : "  ";
  const [queue, started, early] = [names.fresh("queue"), names.fresh("started"), names.fresh("early")];
  const last = loop.body.type === "BlockStatement" ? loop.body.body.at(-1) : loop.body;
  const end = style.semicolonOf(last);
  const pushed = form.pushed.type === "ObjectExpression" ? `(${slice(form.pushed)})` : slice(form.pushed);
  const result =
    form.first === undefined
      ? [
          `${step}const ${started} = ${queue}.splice(0, ${AT_ONCE}).map(async (${slice(item)}) => ${bare(pushed)})${end}`,
        ]
      : [
          `${step}const ${started} = ${queue}.splice(0, ${AT_ONCE}).map(async (${slice(item)}) => {`,
          `${step}${step}${slice(form.first)}`,
          `${step}${step}return ${slice(form.pushed)}${end}`,
          `${step}})${end}`,
        ];
  const lines = [
    ...fill(queue, end),
    `while (${queue}.length > 0) {`,
    ...result,
    `${step}for (const ${early} of ${started}) ${early}.catch(() => {})${end}`,
    `${step}for (const ${early} of ${started}) ${form.list}.push(await ${early})${end}`,
    "}",
  ];
  const text = new MagicString(file.text);
  text.update(loop.start, loop.end, lines.join(`${style.newline}${indent}`));
  return text.toString();
}

/** An async function need not await what it returns. */
function bare(pushed: string): string {
  return pushed.replace(/^await /, "");
}
