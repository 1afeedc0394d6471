import { AsyncLocalStorage } from "node:async_hooks";
import { guarded } from "../guard.ts";

/**
 * SvelteKit runs a request inside an `AsyncLocalStorage` that holds its event, also without tracing. Seeing the store
 * go by is how the agent learns the route of a request that has no framework span. Returns what undoes it.
 */
export function watchKitRoute(seen: (route: string) => void): () => void {
  const prototype = AsyncLocalStorage.prototype as unknown as { run: Run };
  const original = prototype.run;
  const run: Run = function run(this: unknown, store, ...rest) {
    guarded("sveltekit route", () => {
      const route = routeOf(store);
      if (route !== undefined) seen(route);
    });
    return original.call(this, store, ...rest);
  };
  Object.defineProperty(prototype, "run", { value: run, configurable: true, writable: true });
  return () => {
    if (prototype.run === run) prototype.run = original;
  };
}

type Run = (this: unknown, store: unknown, ...rest: unknown[]) => unknown;

/**
 * Only what lies there as plain data is read. In a remote function the event has accessors that throw, or note down
 * that the route was used: looking must not be felt.
 */
function routeOf(store: unknown): string | undefined {
  const event = plain(store, "event");
  if (typeof event !== "object" || event === null || !("locals" in event)) return undefined;
  if (plain(event, "isSubRequest") === true) return undefined;
  const id = plain(plain(event, "route"), "id");
  return typeof id === "string" ? id : undefined;
}

function plain(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  return descriptor !== undefined && "value" in descriptor ? descriptor.value : undefined;
}
