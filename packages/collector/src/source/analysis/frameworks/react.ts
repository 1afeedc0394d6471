import type { Machine } from "../machine/machine.ts";
import { native } from "../machine/objects.ts";
import { NOTHING, of, type Value } from "../machine/value.ts";
import { passFirst } from "./next.ts";

export function reactExport(_machine: Machine, name: string): Value | undefined {
  switch (name) {
    case "cache":
      return of(native(name, passFirst));
    case "use":
      return of(native(name, (machine, { args, context }) => machine.settle(args[0] ?? NOTHING, context)));
    case "Suspense":
    case "Fragment":
    case "StrictMode":
      return NOTHING;
    default:
      return undefined;
  }
}
