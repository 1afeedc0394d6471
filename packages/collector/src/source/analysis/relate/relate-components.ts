import type { SourceFact } from "@weir/core";
import { Rendering } from "../frameworks/rendering.ts";
import { type ClosureObj, open } from "../machine/objects.ts";
import { newModuleActivation } from "../machine/modules.ts";
import { of } from "../machine/value.ts";
import type { SourceProject } from "../project/source-project.ts";
import { nameOf } from "../syntax/function-name.ts";
import { type FunctionNode, isFunction } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { closureOf } from "./function-value.ts";
import { inFrameworkParallel } from "./next-files.ts";
import { type Outcome, placeOf } from "./outcome.ts";
import type { StackPlace } from "./stack-place.ts";
import { type CrossQuestion, type CrossRun, watchedRun } from "./watched-run.ts";

const COMPONENT_FILE = /\.(?:tsx|jsx|js|mjs)$/;

/** A in a component, B in another one: does what the first answered reach the second, or decide whether it renders? */
export function relateComponents(
  project: SourceProject,
  from: readonly StackPlace[],
  to: readonly StackPlace[],
): SourceFact | undefined {
  const question = questionOf(from, to);
  if (question === undefined) return undefined;
  const { from: first, to: later } = question;
  if (!COMPONENT_FILE.test(first.file.path) || !COMPONENT_FILE.test(later.file.path)) return undefined;
  const fact = (outcome: Outcome): SourceFact => ({
    ...outcome,
    activation: "distinct",
    place: placeOf(first),
    kind: "parent-child",
  });
  let outcome = watchedRun(project, question, (run) => renderFrom(run, question, () => ownComponent(run, first)));
  if (!wasRendered(outcome)) {
    if (inFrameworkParallel(first, later))
      return fact({ relation: "parallel", reason: "source.framework-parallel", detail: {} });
    for (const root of rootsAbove(project, first, later)) {
      const tried = watchedRun(project, question, (run) => renderFrom(run, question, () => root(run)));
      if (wasRendered(tried) && (!wasRendered(outcome) || isNeedier(tried, outcome))) outcome = tried;
    }
  }
  return fact(outcome.relation === "independent" ? { ...outcome, reason: "source.unused-by-child" } : outcome);
}

function questionOf(from: readonly StackPlace[], to: readonly StackPlace[]): CrossQuestion | undefined {
  const [fromSite, toSite, first, later] = [from[0], to[0], from.at(-1), to.at(-1)];
  if (fromSite === undefined || toSite === undefined || first === undefined || later === undefined) return undefined;
  return { from: first, fromSite, to: later, toSite, memoizes: true };
}

const NOT_RENDERED = new Set([
  "source.child-not-found",
  "source.earlier-not-reached",
  "source.later-not-reached",
  "source.function-not-found",
]);

function wasRendered({ relation, reason }: Outcome): boolean {
  return relation !== "unknown" || !NOT_RENDERED.has(reason);
}

/** Renders a component on props from outside; a reason where A's or B's function was not among the components run. */
function renderFrom(
  { machine, watch }: CrossRun,
  { from, to }: CrossQuestion,
  root: () => ClosureObj | undefined,
): string | undefined {
  const closure = root();
  if (closure === undefined) return "source.child-not-found";
  const rendering = new Rendering(machine);
  const context = { ...machine.modules.context(machine, closure.file), activation: newModuleActivation() };
  rendering.component(closure, of(open("props")), context);
  const { scope } = to;
  if (!isFunction(scope) || !isFunction(from.scope)) return "source.top-level";
  if (!rendering.rendered.has(from.scope)) return "source.child-not-found";
  return watch.started && !rendering.rendered.has(scope) ? "source.child-not-found" : undefined;
}

function ownComponent(run: CrossRun, { file, scope }: StackPlace): ClosureObj | undefined {
  return isFunction(scope) ? functionOf(run, file, scope) : undefined;
}

function functionOf({ machine, since }: CrossRun, file: ParsedFile, scope: FunctionNode): ClosureObj {
  return closureOf(machine, file, scope, { module: machine.modules.context(machine, file), since });
}

type Root = (run: CrossRun) => ClosureObj | undefined;

/** Components that may hold both: the pages of their own files, and whoever draws both. */
function rootsAbove(project: SourceProject, first: StackPlace, later: StackPlace): readonly Root[] {
  const own = [...new Set([first.file, later.file])].map(
    (file): Root =>
      (run) =>
        defaultOf(run, file),
  );
  const names = [first, later].flatMap(({ file, scope }) => (isFunction(scope) ? (nameOf(file, scope) ?? []) : []));
  if (names.length < 2) return own;
  const drawn = project.drawing(names).flatMap((file) =>
    file.functions
      .filter((node) => names.every((name) => file.text.slice(node.start, node.end).includes(`<${name}`)))
      .slice(0, MAX_DRAWN)
      .map(
        (scope): Root =>
          (run) =>
            functionOf(run, file, scope),
      ),
  );
  return [...own, ...drawn];
}

/** Functions of one file that draw both. */
const MAX_DRAWN = 3;

/** Which of several trees the request was of cannot be told: the one with the strongest need counts. */
const NEEDIEST_FIRST = ["data", "guard", "ordered", "unknown", "independent", "parallel"] as const;

function isNeedier(a: Outcome, b: Outcome): boolean {
  return NEEDIEST_FIRST.indexOf(a.relation) < NEEDIEST_FIRST.indexOf(b.relation);
}

function defaultOf({ machine }: CrossRun, file: ParsedFile): ClosureObj | undefined {
  return machine.exported(file, "default").refs.find((ref): ref is ClosureObj => ref.kind === "closure");
}
