import { AsyncLocalStorage } from "node:async_hooks";
import { guarded } from "../../guard.ts";
import type { VectorClock } from "./clock.ts";
import type { Known } from "./known.ts";
import type { Patch } from "./patches.ts";

const TASKS = "pingedTasks";

/**
 * React's server renderers put a component whose wait is over into `request.pingedTasks` and go through the list once
 * for all that woke meanwhile. Which of them an operation belongs to would be in doubt whenever two answers arrive
 * close together, so each task is given what was known where it woke. The renderer shows its request by running inside
 * an `AsyncLocalStorage` that holds it. A React that keeps its tasks elsewhere is left alone: there the doubt stays.
 */
export function reactTasksPatch(clock: VectorClock): Patch {
  return {
    target: AsyncLocalStorage.prototype,
    key: "run",
    wrap: (original) =>
      function run(this: unknown, ...args: unknown[]): unknown {
        if (clock.current !== null && holdsTasks(args[0])) watch(clock, args[0]);
        return Reflect.apply(original as (...args: unknown[]) => unknown, this, args);
      },
  };
}

function watch(clock: VectorClock, request: object): void {
  guarded("react tasks", () => watchTasks(clock, request));
}

/** Many a storage is run with something else; telling them apart must cost next to nothing. */
function holdsTasks(store: unknown): store is object {
  return typeof store === "object" && store !== null && Object.hasOwn(store, TASKS);
}

function watchTasks(clock: VectorClock, request: object): void {
  const property = Object.getOwnPropertyDescriptor(request, TASKS);
  if (property?.configurable !== true || !Array.isArray(property.value)) return;
  let tasks: unknown = noting(clock, property.value);
  Object.defineProperty(request, TASKS, {
    configurable: true,
    enumerable: property.enumerable === true,
    get: () => tasks,
    set: (next: unknown) => {
      tasks = Array.isArray(next) ? noting(clock, next) : next;
    },
  });
}

/** The same list; what is pushed is noted with what the pushing code knows, and reading it takes that up again. */
function noting(clock: VectorClock, tasks: unknown[]): unknown[] {
  const woken = new Map<unknown, Known | null>();
  const push = (...added: unknown[]): number => {
    for (const task of added) woken.set(task, clock.current);
    return tasks.push(...added);
  };
  return new Proxy(tasks, {
    get: (target, key) => {
      if (key === "push") return push;
      const value: unknown = Reflect.get(target, key);
      const known = woken.get(value);
      if (known !== undefined) clock.resume(known);
      return value;
    },
  });
}
