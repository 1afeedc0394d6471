import type { Expression, Node, Statement } from "oxc-parser";
import { isFunction } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";
import { failedWhen } from "./exits.ts";
import { exitsTaint } from "./flow.ts";
import type { Context } from "./machine.ts";
import { isProtocolFailure } from "./protocol.ts";
import { CAUGHT, FAILFAST, has, NEEDS, OPAQUE, SAID, STATUS, type Taint, throwTaint, TRIED, WRAPPED } from "./taint.ts";
import { NOTHING, type Value } from "./value.ts";

/** Everything reaching this point owes to A. */
export function controlOf(context: Context): Taint {
  return context.control | exitsTaint(context.activation.exits);
}

/** What code after a `throw` here owes to it. `reason` is what is thrown. */
export function thrownFrom(context: Context, exit: Node, reason?: Expression): Taint {
  const control = controlOf(context);
  if (context.failing === true) return has(control, NEEDS | FAILFAST) ? FAILFAST : 0;
  const { client } = context.activation;
  const told = has(control, SAID) && client !== undefined;
  return told && isProtocolFailure(exit, reason, { client, file: context.file }) ? FAILFAST : throwTaint(control);
}

/** The same place, reached only under one more condition. */
export function under(context: Context, taint: Taint): Context {
  const tells = has(taint, TRIED) && !has(controlOf(context), TRIED);
  return reachedBy(context, tells ? taint | STATUS : taint);
}

/** The same place, where what is called was chosen by something. */
export function choosing(context: Context, taint: Taint): Context {
  return reachedBy(context, taint & (NEEDS | OPAQUE));
}

/** The same place, reached by a way that is no condition of its own. */
export function reachedBy(context: Context, taint: Taint): Context {
  return (context.control | taint) === context.control ? context : { ...context, control: context.control | taint };
}

/** What a client made of an answer, whose `ok` owes to the failing of what was asked, and to nothing that was said. */
function isOutcome({ taint, refs }: Value): boolean {
  let owed = taint & ~WRAPPED;
  for (const ref of refs) {
    const ok = ref.kind === "record" && ref.shape === "closed" ? ref.fields.get("ok") : undefined;
    if (ok === undefined) return false;
    owed |= ok.value.taint | ref.taint;
  }
  return has(owed, STATUS | CAUGHT) && !has(owed, SAID);
}

function failsWhen({ scope }: Context, test: Expression): boolean | undefined {
  return failedWhen(test, (name) => {
    const value = scope.find(name)?.value ?? NOTHING;
    return value.refs.length > 0 && (value.refs.every(({ kind }) => kind === "response") || isOutcome(value));
  });
}

/**
 * `if (res.ok) return …;`: what stands behind it is reached only when the request failed. Where nothing there gives an
 * answer either, all is lost: it ends in a `throw`, or asks again.
 */
export function behind(context: Context, statement: Statement, rest: readonly Statement[]): Context {
  if (statement.type !== "IfStatement" || statement.alternate !== null || !leaves(statement.consequent)) return context;
  if (failsWhen(context, statement.test) !== false || !owesItsFailing(statement.test, context)) return context;
  const ends = rest.at(-1)?.type === "ThrowStatement" || isEndless(context.file.parent(statement), context.file);
  return ends && !rest.some(returns) ? { ...context, failing: true, lost: true } : context;
}

/** Is it A that failed, or what was asked with A's answer? What others say there, and whether they are asked again, is theirs. */
function owesItsFailing(test: Expression, { scope }: Context): boolean {
  const open: Node[] = [test];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const refs = node.type === "Identifier" ? (scope.find(node.name)?.value.refs ?? []) : [];
    for (const ref of refs) {
      const told = ref.kind === "response" ? ref.status : (ref.fields.get("ok")?.value.taint ?? 0);
      if (has(told, STATUS | CAUGHT)) return true;
    }
    open.push(...children(node));
  }
  return false;
}

/** `for (;;) { … }`, `while (true) { … }` */
function isEndless(block: Node | undefined, file: ParsedFile): boolean {
  const loop = block?.type === "BlockStatement" ? file.parent(block) : undefined;
  if (loop?.type === "ForStatement") return loop.test === null;
  return loop?.type === "WhileStatement" && loop.test.type === "Literal" && loop.test.value === true;
}

function leaves(branch: Statement): boolean {
  if (branch.type === "BlockStatement") return branch.body.some(leaves);
  return branch.type === "ReturnStatement";
}

function returns(node: Node): boolean {
  if (node.type === "ReturnStatement" || node.type === "BreakStatement") return true;
  return !isFunction(node) && children(node).some(returns);
}

/** Both branches of a condition: each under it, and the one that only a failed request leads to marked as such. */
export function branches(
  context: Context,
  test: Expression,
  taint: Taint,
): { readonly yes: Context; readonly no: Context } {
  const inner = under(context, taint);
  const own = failsWhen(context, test);
  // What a failed request said of itself is content again: a branch on it is its own decision, if there is one to make.
  const failing = context.failing === true && (context.lost === true || !has(taint, SAID));
  return { yes: { ...inner, failing: failing || own === true }, no: { ...inner, failing: failing || own === false } };
}
