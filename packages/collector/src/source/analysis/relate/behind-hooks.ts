import { hooksFile } from "../frameworks/hooks-file.ts";
import { isRouteCode, isRouteFile } from "../frameworks/route-code.ts";
import { hookInput, openEvent } from "../frameworks/sveltekit-event.ts";
import type { Interpreter } from "../machine/interpreter.ts";
import type { Context } from "../machine/machine.ts";
import { newModuleActivation } from "../machine/modules.ts";
import { native, open, promise } from "../machine/objects.ts";
import { NOTHING, of, type Value } from "../machine/value.ts";
import type { SourceProject } from "../project/source-project.ts";
import { nameOf } from "../syntax/function-name.ts";
import { isFunction } from "../syntax/node.ts";
import type { Outcome } from "./outcome.ts";
import type { StackPlace } from "./stack-place.ts";

const TAKES_EVENT = /^(?:load|GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD|fallback|actions\.\w+)$/;

/** Code that SvelteKit runs behind the hooks. */
export function isBehindHooks({ file }: StackPlace): boolean {
  return isRouteCode(file.path);
}

/** What is seen of an event nobody filled; where that leaves it open, of the one that the hooks leave. */
export function openOrBehindHooks(run: (hooks: boolean) => Outcome): Outcome {
  const outcome = run(false);
  if (outcome.relation !== "unknown") return outcome;
  const behind = run(true);
  return behind.relation === "unknown" ? outcome : behind;
}

/** Runs the hooks once, for what they leave in the event's `locals`: whatever they asked was answered before. */
export function runHooksBefore(machine: Interpreter, project: SourceProject, path: string): void {
  const hooks = hooksFile(project, path);
  if (hooks === undefined) return;
  const event = of(openEvent(machine));
  machine.watch.aside(() => {
    const context: Context = { ...machine.modules.context(machine, hooks), activation: newModuleActivation() };
    const resolve = native("resolve", () => of(promise(of(open("response")))));
    machine.apply(machine.exported(hooks, "handle"), {
      self: NOTHING,
      args: [hookInput(event, resolve)],
      context,
      node: hooks.program,
      construct: false,
    });
  });
}

/** What the framework calls this function with; nothing where other code does. */
export function eventFor(machine: Interpreter, { file, scope }: StackPlace): Value | undefined {
  const name = isFunction(scope) && isRouteFile(file.path) ? nameOf(file, scope) : undefined;
  return name !== undefined && TAKES_EVENT.test(name) ? of(openEvent(machine)) : undefined;
}
