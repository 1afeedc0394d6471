import { asyncLocalStorage } from "../builtins/async-context.ts";
import { fetchGlobal, undiciRequest } from "../builtins/fetch.ts";
import type { Machine } from "../machine/machine.ts";
import { native } from "../machine/objects.ts";
import { of, type Value } from "../machine/value.ts";
import { parallelHandles } from "./hook-order.ts";
import { nextExport } from "./next.ts";
import { reactExport } from "./react.ts";
import { svelteKitExport } from "./sveltekit.ts";

/** Packages that are the runtime's own `fetch` under another name. */
const FETCH_PACKAGE = /^(?:node-fetch|cross-fetch|isomorphic-fetch|node-fetch-native|@whatwg-node\/fetch)$/;

/** What a framework's own export does, where that is known. */
export function frameworkExport(machine: Machine, specifier: string, name: string): Value | undefined {
  if (specifier === "react" || specifier === "server-only" || specifier === "client-only")
    return reactExport(machine, name);
  if (specifier.startsWith("next/")) return nextExport(machine, specifier, name);
  if (specifier.startsWith("@sveltejs/kit") || specifier.startsWith("$app/") || specifier.startsWith("$env/"))
    return svelteKitExport(machine, specifier, name);
  if (/^(?:node:)?async_hooks$/.test(specifier) && name === "AsyncLocalStorage") return of(asyncLocalStorage());
  if (specifier === "undici") return undiciExport(name);
  if (FETCH_PACKAGE.test(specifier) && name === "default") return of(fetchGlobal());
  if (specifier === "@weir/agent/sveltekit" && name === "parallel") return of(native(name, parallelHandles));
  return undefined;
}

function undiciExport(name: string): Value | undefined {
  if (name === "fetch") return of(fetchGlobal());
  return name === "request" ? of(undiciRequest()) : undefined;
}
