import { isRouteCode } from "../frameworks/route-code.ts";
import type { SourceFact } from "@weir/core";
import { hooksFile } from "../frameworks/hooks-file.ts";
import { isLoadFile, isUniversal, knowsLoadsBetween, loadChain, runLoads } from "../frameworks/load-chain.ts";
import { hookInput, openEvent } from "../frameworks/sveltekit-event.ts";
import type { Context } from "../machine/machine.ts";
import { newModuleActivation } from "../machine/modules.ts";
import { native, open, promise, type RecordObj } from "../machine/objects.ts";
import { NOTHING, of } from "../machine/value.ts";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import { isFunction } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { closureOf } from "./function-value.ts";
import { type Outcome, placeOf, unknown } from "./outcome.ts";
import type { StackPlace } from "./stack-place.ts";
import { type CrossRun, watchedRun } from "./watched-run.ts";

/**
 * A in a handle of SvelteKit's hooks, B in another handle or in what the hooks lead to. Within hooks a wait can be
 * needless; that loads, actions and endpoints come after the hooks is the framework's own order.
 */
export function relateHooks(
  project: SourceProject,
  from: readonly StackPlace[],
  to: readonly StackPlace[],
  loads: readonly string[] = [],
): SourceFact | undefined {
  const [fromSite, toSite] = [from[0], to[0]];
  const first = from.find(isHandle);
  const route = to.findLast(({ file }) => isRouteCode(file.path));
  const later = route ?? to.find(isHandle);
  if (first === undefined || later === undefined || fromSite === undefined || toSite === undefined) return undefined;
  if (first.scope === later.scope || from.some(({ file }) => isRouteCode(file.path))) return undefined;
  const hooks = hooksFile(project, first.file.path);
  const question = { from: first, fromSite, to: later, toSite, memoizes: false };
  if (hooks === undefined) return undefined;
  const outcome = watchedRun(project, question, (run) => runHooks(run, project, { hooks, first, route, loads }));
  return {
    ...(route === undefined ? betweenHooks(outcome) : behindHooks(outcome, route)),
    activation: "distinct",
    place: placeOf(first),
    kind: "hook-sequence",
  };
}

function betweenHooks(outcome: Outcome): Outcome {
  return outcome.relation === "independent" ? { ...outcome, reason: "source.unused-by-later-hook" } : outcome;
}

/** A hook can start a call and leave its answer to whoever reads it; a universal load comes after all of the server's. */
function behindHooks(outcome: Outcome, { file }: StackPlace): Outcome {
  const ownOrder = isLoadFile(file.path) && isUniversal(file.path);
  return outcome.relation === "independent" && ownOrder ? unknown("source.framework-order") : outcome;
}

interface Hooks {
  readonly hooks: ParsedFile;
  readonly first: StackPlace;
  /** B's function, where it is no handle. */
  readonly route: StackPlace | undefined;
  /** Loads that ran, as far as the framework told. */
  readonly loads: readonly string[];
}

function runHooks(run: CrossRun, project: SourceProject, { hooks, first, route, loads }: Hooks): string | undefined {
  const { machine, watch } = run;
  watch.home = first.scope;
  watch.outside = false;
  const context: Context = { ...machine.modules.context(machine, hooks), activation: newModuleActivation() };
  const event = openEvent(machine);
  const resolve = native("resolve", (_machine, call) => {
    if (route !== undefined) runRoute(run, project, { route, loads, event, context: call.context });
    return of(promise(of(open("response"))));
  });
  machine.apply(machine.exported(hooks, "handle"), {
    self: NOTHING,
    args: [hookInput(of(event), resolve)],
    context,
    node: hooks.program,
    construct: false,
  });
  return watch.outside ? "source.after-the-response" : undefined;
}

interface RouteCall {
  readonly route: StackPlace;
  readonly loads: readonly string[];
  readonly event: RecordObj;
  readonly context: Context;
}

function runRoute({ machine, since }: CrossRun, project: SourceProject, call: RouteCall): void {
  const { route, loads, event, context } = call;
  const { path } = route.file;
  if (isLoadFile(path)) {
    const known = knowsAllLoads(project, path, loads);
    // What a load that was not sent gives is not known.
    const onParent = (): void => {
      if (!known) machine.watch.note("source.layouts-not-seen");
    };
    runLoads(machine, loadChain(project, path), event, context, onParent);
  }
  if (machine.watch.seen.length > 0 || !isFunction(route.scope)) return;
  const module = machine.modules.context(machine, route.file);
  const closure = closureOf(machine, route.file, route.scope, { module, since });
  machine.invoke(closure, { self: NOTHING, args: [of(event)], context });
}

function knowsAllLoads(project: SourceProject, path: string, loads: readonly string[]): boolean {
  if (loads.includes(path)) return loads.every((load) => isParsed(project.file(load)));
  const above = `${path.slice(0, path.lastIndexOf("routes/"))}+layout.server.ts`;
  return knowsLoadsBetween(project, { above, below: path, loads: [] });
}

/** A handle takes `{ event, resolve }`; nothing else in an app does. */
function isHandle({ scope, file }: StackPlace): boolean {
  if (!isFunction(scope)) return false;
  const [input] = scope.params;
  if (input?.type === "ObjectPattern")
    return input.properties.some(
      (property) =>
        property.type === "Property" && property.key.type === "Identifier" && property.key.name === "resolve",
    );
  if (input?.type !== "Identifier") return false;
  const text = file.text.slice(scope.start, scope.end);
  return text.includes(`${input.name}.resolve(`) || (text.includes("resolve") && text.includes(`} = ${input.name}`));
}
