import type { Machine } from "../machine/machine.ts";
import { native } from "../machine/objects.ts";
import { of, type Value } from "../machine/value.ts";
import { parallelHandles } from "./hook-order.ts";
import { nextExport } from "./next.ts";
import { reactExport } from "./react.ts";
import { svelteKitExport } from "./sveltekit.ts";

/** What a framework's own export does, where that is known. */
export function frameworkExport(machine: Machine, specifier: string, name: string): Value | undefined {
  if (specifier === "react" || specifier === "server-only" || specifier === "client-only")
    return reactExport(machine, name);
  if (specifier.startsWith("next/")) return nextExport(machine, specifier, name);
  if (specifier.startsWith("@sveltejs/kit") || specifier.startsWith("$app/") || specifier.startsWith("$env/"))
    return svelteKitExport(machine, specifier, name);
  if (specifier === "@weir/agent/sveltekit" && name === "parallel") return of(native(name, parallelHandles));
  return undefined;
}
