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
    const route = routeOf(store);
    if (route !== undefined) guarded("sveltekit route", () => seen(route));
    return original.call(this, store, ...rest);
  };
  Object.defineProperty(prototype, "run", { value: run, configurable: true, writable: true });
  return () => {
    if (prototype.run === run) prototype.run = original;
  };
}

type Run = (this: unknown, store: unknown, ...rest: unknown[]) => unknown;

function routeOf(store: unknown): string | undefined {
  if (typeof store !== "object" || store === null || !("event" in store)) return undefined;
  const event = store.event as { route?: { id?: unknown }; locals?: unknown; isSubRequest?: unknown } | null;
  if (typeof event !== "object" || event === null || !("locals" in event) || event.isSubRequest === true)
    return undefined;
  return typeof event.route?.id === "string" ? event.route.id : undefined;
}
