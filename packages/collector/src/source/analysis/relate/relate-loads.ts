import type { SourceFact } from "@weir/core";
import { isLoadFile, isUniversal, knowsLoadsBetween, loadChain, runLoads } from "../frameworks/load-chain.ts";
import { openEvent } from "../frameworks/sveltekit-event.ts";
import type { SourceProject } from "../project/source-project.ts";
import { openOrBehindHooks, runHooksBefore } from "./behind-hooks.ts";
import { type Outcome, placeOf, unknown } from "./outcome.ts";
import type { StackPlace } from "./stack-place.ts";
import { watchedRun } from "./watched-run.ts";

/** A in one load of a route, B in another: what `parent()` brings of the first to the second, and whether B waits for it. */
export function relateLoads(
  project: SourceProject,
  from: readonly StackPlace[],
  to: readonly StackPlace[],
  loads: readonly string[] = [],
): SourceFact | undefined {
  const [fromSite, toSite] = [from[0], to[0]];
  const first = from.findLast(({ file }) => isLoadFile(file.path));
  const later = to.findLast(({ file }) => isLoadFile(file.path));
  if (first === undefined || later === undefined || fromSite === undefined || toSite === undefined) return undefined;
  if (first.file === later.file && first.scope === later.scope) return undefined;
  const leaf = [first.file.path, later.file.path].toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? "";
  const question = { from: first, fromSite, to: later, toSite, memoizes: false };
  const outcome = openOrBehindHooks((hooks) =>
    watchedRun(project, question, ({ machine }) => {
      if (hooks) runHooksBefore(machine, project, later.file.path);
      runLoads(machine, loadChain(project, leaf), openEvent(machine), machine.modules.context(machine, later.file));
      return undefined;
    }),
  );
  return {
    ...(outcome.relation === "independent" ? proven(project, { first, later, loads }, outcome) : outcome),
    activation: "distinct",
    place: placeOf(later),
    kind: "parent-child",
  };
}

/** A page lies below the layout of its own folder. */
function depthOf(path: string): number {
  return path.split("/").length * 4 + (/\+page/.test(path) ? 2 : 0) + (isUniversal(path) ? 1 : 0);
}

/** A universal load comes after its own server load whatever it needs of it. */
function proven(
  project: SourceProject,
  { first, later, loads }: { first: StackPlace; later: StackPlace; loads: readonly string[] },
  outcome: Outcome,
): Outcome {
  if (isUniversal(later.file.path) && !isUniversal(first.file.path)) return unknown("source.framework-order");
  if (!knowsLoadsBetween(project, { above: first.file.path, below: later.file.path, loads }))
    return unknown("source.layouts-not-seen");
  return { ...outcome, reason: "source.unused-by-child" };
}
