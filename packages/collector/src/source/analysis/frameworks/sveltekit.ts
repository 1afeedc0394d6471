import { makeRecord } from "../builtins/globals.ts";
import type { Machine } from "../machine/machine.ts";
import { native, open } from "../machine/objects.ts";
import { NOTHING, of, type Value } from "../machine/value.ts";
import { leaving } from "./exits.ts";
import { sequence } from "./hook-order.ts";
import { openEvent } from "./sveltekit-event.ts";

/** Exports of `@sveltejs/kit`, `$app/*` and `$env/*`. */
export function svelteKitExport(_machine: Machine, specifier: string, name: string): Value | undefined {
  if (specifier.startsWith("$env/")) return name === "env" ? of(open("env")) : NOTHING;
  switch (name) {
    case "sequence":
      return of(native(name, sequence));
    case "error":
    case "redirect":
      return of(leaving(name));
    case "fail":
    case "json":
    case "text":
      return of(native(name, makeRecord));
    case "query":
    case "form":
    case "command":
    case "prerender":
      return of(native(name, (_inner, { args }) => args.at(-1) ?? NOTHING));
    case "getRequestEvent":
      return of(native(name, (machine) => of(openEvent(machine))));
    case "building":
    case "dev":
    case "browser":
    case "version":
      return NOTHING;
    default:
      return undefined;
  }
}
