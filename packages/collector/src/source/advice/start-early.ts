import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { transactionAround } from "../analysis/relate/transaction.ts";
import { type CallNode, isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { type AwaitedStep, awaitedStep } from "./awaited-step.ts";
import { earlyStart, startsAsPromise } from "./early-start.ts";
import { FileNames } from "./file-names.ts";
import { type Block, type Hoist, planHoists } from "./hoist-plan.ts";
import { insertionPoint, isDirected, styleOf } from "./layout.ts";
import { type LocatedCalls, locateCalls } from "./located-calls.ts";
import { promiseName } from "./promise-name.ts";
import { namesIn } from "./pure.ts";
import type { Rewrite, Withheld } from "./withheld.ts";

/**
 * Starts calls as soon as what they need is there, and awaits each where it was awaited: results, errors and their
 * order stay. A promise that fails before its await is reached is marked as seen to; the await still throws it.
 */
export function startEarly(project: SourceProject, request: AdviceRequest): Rewrite {
  const located = locateCalls(project, request);
  return typeof located === "string" ? located : startEarlyIn(project, request, located);
}

/** The same for calls that were found already. */
export function startEarlyIn(project: SourceProject, request: AdviceRequest, located: LocatedCalls): Rewrite {
  const { file, scope } = located;
  if (!isFunction(scope)) return "advice.different-functions";
  const block = blockOf(located, request);
  if (typeof block === "string") return block;
  if ([...located.calls.values()].some((call) => transactionAround({ file, scope, call }) !== undefined))
    return "advice.in-transaction";
  const hoists = planHoists(block, request);
  if (typeof hoists === "string") return hoists;
  if (hoists.some((hoist) => splitsUnsure(project, file, block, hoist))) return "advice.unsure-promise";
  const names = new FileNames(file);
  if (hoists.some(({ step }) => names.isAssigned(namesIn(step.call)))) return "advice.binding-reassigned";
  if (hoists.some(({ step }) => isDirected(file, step.statement))) return "advice.directive-comment";
  return { path: file.path, before: file.text, after: rewritten(project, file, { block, hoists, names }) };
}

/** The one block all statements stand in. */
function blockOf({ file, calls }: LocatedCalls, request: AdviceRequest): Block | Withheld {
  const wanted = new Set(request.startTogether.flat());
  let statements: readonly Node[] | undefined;
  for (const index of wanted) {
    const call = calls.get(index);
    const statement = call === undefined ? undefined : statementOf(file, call);
    const parent = statement === undefined ? undefined : file.parent(statement);
    if (parent?.type !== "BlockStatement") return "advice.different-blocks";
    if (statements !== undefined && statements !== parent.body) return "advice.different-blocks";
    statements = parent.body;
  }
  const steps = new Map<number, { step: AwaitedStep; calls: number[] }>();
  statements?.forEach((statement, at) => {
    const step = awaitedStep(statement);
    if (step === undefined) return;
    const made = [...calls].filter(([, call]) => call === step.call || step.members.includes(call));
    // A `Promise.all` with a call nobody has seen yet may hold anything.
    const known = step.members.every((member) => made.some(([, call]) => call === member || call === step.call));
    if (made.length > 0 && known) steps.set(at, { step, calls: made.map(([index]) => index) });
  });
  const found = new Set([...steps.values()].flatMap(({ calls }) => calls));
  if ([...wanted].some((index) => !found.has(index))) return "advice.not-a-declaration";
  return { statements: statements ?? [], steps };
}

function statementOf(file: ParsedFile, call: CallNode): Node | undefined {
  for (let node: Node | undefined = call; node !== undefined; node = file.parent(node)) {
    const parent = file.parent(node);
    if (parent === undefined || isFunction(parent) || parent.type === "BlockStatement") return node;
  }
  return undefined;
}

function rewritten(
  project: SourceProject,
  file: ParsedFile,
  { block, hoists, names }: { block: Block; hoists: readonly Hoist[]; names: FileNames },
): string {
  const text = new MagicString(file.text);
  const style = styleOf(file.text);
  const slice = (node: Node): string => file.text.slice(node.start, node.end);
  const promises = new Map<string, string>();
  const starts = new Map<number, string[]>();
  const start = (to: number, name: string, expression: string, observed: boolean): void => {
    const lines = starts.get(to) ?? [];
    starts.set(to, lines);
    const semicolon = style.semicolonOf(block.statements[to]);
    lines.push(`const ${name} = ${expression}${semicolon}`);
    if (observed) lines.push(`${name}.catch(() => {})${semicolon}`);
  };
  for (const { at, step, to, base } of hoists) {
    const name = names.fresh(promiseName(step.pattern, step.call));
    promises.set(`${at}`, name);
    if (base === undefined) start(to, name, earlyStart(project, file, step.call), true);
    else {
      const from = block.steps.get(base.at)?.step;
      if (from === undefined) throw new Error("a chained call has no base");
      const pattern = base.member === undefined ? from.pattern : elementOf(from.pattern, base.member);
      const key = base.member === undefined ? `${base.at}` : `${base.at}/${base.member}`;
      // Of two that fail at one moment the one that was started first is told: members keep their order.
      const before = base.member === undefined ? [] : from.members.slice(0, base.member + 1);
      for (const [index, member] of before.entries()) {
        if (promises.has(`${base.at}/${index}`)) continue;
        const early = names.fresh(promiseName(elementAt(from.pattern, index) ?? member, member));
        promises.set(`${base.at}/${index}`, early);
        // `Promise.all` takes note of its failure.
        start(to, early, earlyStart(project, file, member), false);
        text.update(member.start, member.end, early);
      }
      start(to, name, `${promises.get(key) ?? ""}.then((${slice(pattern)}) => ${slice(step.call)})`, true);
    }
    text.update(step.call.start, step.call.end, name);
  }
  for (const [to, lines] of starts) {
    const statement = block.statements[to];
    if (statement === undefined) throw new Error("a call starts behind the last statement");
    const { offset, indent } = insertionPoint(file, statement);
    text.appendLeft(offset, lines.map((line) => `${line}${style.newline}${indent}`).join(""));
  }
  return text.toString();
}

/**
 * A call taken out of a `Promise.all` has to fail at the very moment it did there: an async function around it would
 * let another failing call go first.
 */
function splitsUnsure(project: SourceProject, file: ParsedFile, block: Block, { base }: Hoist): boolean {
  if (base?.member === undefined) return false;
  const members = block.steps.get(base.at)?.step.members.slice(0, base.member + 1) ?? [];
  return members.length === 0 || !members.every((member) => startsAsPromise(project, file, member));
}

function elementOf(pattern: Node, member: number): Node {
  const element = elementAt(pattern, member);
  if (element === undefined) throw new Error("a Promise.all has no such element");
  return element;
}

function elementAt(pattern: Node, member: number): Node | undefined {
  return pattern.type === "ArrayPattern" ? (pattern.elements[member] ?? undefined) : undefined;
}
