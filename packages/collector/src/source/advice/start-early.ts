import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { transactionAround } from "../analysis/relate/transaction.ts";
import { isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { type AwaitedStep, awaitedSteps } from "./awaited-steps.ts";
import { FileNames } from "./file-names.ts";
import type { Block, Entry } from "./hoist.ts";
import { planHoists } from "./hoist-plan.ts";
import { HoistWriter } from "./hoist-writer.ts";
import { isDirected } from "./layout.ts";
import { type LocatedCalls, locateCalls } from "./located-calls.ts";
import { ProjectFunctions } from "./project-functions.ts";
import { namesIn } from "./pure.ts";
import { StateReads } from "./state-reads.ts";
import type { Rewrite, Withheld } from "./withheld.ts";
import { writesToo } from "./writes-too.ts";

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
  const names = new FileNames(file);
  const functions = new ProjectFunctions(project, file);
  const state = new StateReads(file, scope, names, functions);
  const block = blockOf(located, request, { state, knows: functions.knows });
  if (typeof block === "string") return block;
  if ([...located.calls.values()].some((call) => transactionAround({ file, scope, call }) !== undefined))
    return "advice.in-transaction";
  const plan = planHoists(block, request);
  if (typeof plan === "string") return plan;
  const { hoists, partly } = plan;
  const moved = hoists.flatMap(({ entry, along }) => [
    entry.step.call,
    ...along.flatMap((at) => block.statements[at] ?? []),
  ]);
  if (moved.some((node) => names.isAssigned(namesIn(node)))) return "advice.binding-reassigned";
  const statements = hoists.flatMap(({ entry, along }) => [
    entry.step.statement,
    ...along.flatMap((at) => block.statements[at] ?? []),
  ]);
  if (statements.some((statement) => isDirected(file, statement))) return "advice.directive-comment";
  if (hoists.some(({ entry }) => writesToo(project, file, entry.step.call, request))) return "advice.writes-too";
  const writer = new HoistWriter(project, file, block, names);
  return { path: file.path, before: file.text, after: writer.written(hoists), ...(partly ? { partly } : {}) };
}

/** The one block all statements stand in. */
function blockOf(
  { file, calls }: LocatedCalls,
  request: AdviceRequest,
  { state, knows }: Pick<Block, "state" | "knows">,
): Block | Withheld {
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
  const entries: Entry[] = [];
  const loud = new Set<number>();
  statements?.forEach((statement, at) => {
    const { steps, quiet } = awaitedSteps(statement, knows);
    // What comes behind a call nobody has seen stays behind it.
    const known = steps.map((step) => callsOf(step, calls));
    const end = known.findIndex((made) => made === undefined);
    const before = steps.slice(0, end < 0 ? steps.length : end);
    if (before.length > 0 && (!quiet || end >= 0)) loud.add(at);
    before.forEach((step, index) => {
      const made = known[index] ?? [];
      entries.push({ at, step, calls: made, apart: new Set(made.map((call) => calls.get(call))).size > 1 });
    });
  });
  const found = new Set(entries.flatMap((entry) => entry.calls));
  if ([...wanted].some((index) => !found.has(index))) return "advice.not-a-declaration";
  return {
    statements: statements ?? [],
    entries,
    loud,
    knows,
    state,
    typed: /\.(?:[cm]?ts|tsx|svelte)$/.test(file.path),
  };
}

/** The finding's calls a step makes; nothing where it may make others besides. */
function callsOf(step: AwaitedStep, calls: LocatedCalls["calls"]): readonly number[] | undefined {
  const made = [...calls].filter(([, call]) => step.made.includes(call) || step.members.includes(call));
  // A `Promise.all` with a call nobody has seen yet may hold anything.
  const isKnown = step.members.every((member) => made.some(([, call]) => call === member || step.made.includes(call)));
  return made.length > 0 && isKnown ? made.map(([index]) => index) : undefined;
}

function statementOf(file: ParsedFile, call: Node): Node | undefined {
  for (let node: Node | undefined = call; node !== undefined; node = file.parent(node)) {
    const parent = file.parent(node);
    if (parent === undefined || isFunction(parent) || parent.type === "BlockStatement") return node;
  }
  return undefined;
}
