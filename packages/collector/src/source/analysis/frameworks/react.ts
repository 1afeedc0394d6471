import type { Machine, NativeCall } from "../machine/machine.ts";
import { writeField } from "../machine/memory.ts";
import { array, element, native, record } from "../machine/objects.ts";
import { spreadInto } from "../machine/object-literal.ts";
import { join, NOTHING, of, scalar, type Value } from "../machine/value.ts";
import { remembering } from "./once.ts";

export function reactExport(_machine: Machine, name: string): Value | undefined {
  switch (name) {
    case "cache":
      return of(native(name, remembering));
    case "use":
      return of(native(name, (machine, { args, context }) => machine.settle(args[0] ?? NOTHING, context)));
    case "memo":
    case "forwardRef":
      return of(native(name, (_inner, { args }) => args[0] ?? NOTHING));
    case "lazy":
      return of(native(name, loaded));
    case "createElement":
      return of(native(name, createElement));
    case "Suspense":
    case "Fragment":
    case "StrictMode":
      return NOTHING;
    default:
      return undefined;
  }
}

/** `lazy(() => import("./chart"))`, `dynamic(() => import("./chart").then((module) => module.Chart))` */
export const loaded: NativeCall = (machine, call) => {
  const { context } = call;
  const answered = machine.apply(call.args[0] ?? NOTHING, { ...call, args: [], construct: false });
  const module = machine.settle(answered, context);
  let result: Value = scalar(module.taint);
  for (const ref of module.refs)
    result = join(result, ref.kind === "namespace" ? machine.exported(ref.file, "default") : of(ref));
  return result;
};

const createElement: NativeCall = (machine, { args }) => {
  const [component = NOTHING, given = NOTHING, ...children] = args;
  const props = record();
  spreadInto(machine, props, given);
  if (children.length > 0) writeField(machine, props, "children", of(array(children)));
  return of(element(component, of(props)));
};
