import type { Machine, NativeArguments } from "../machine/machine.ts";
import { elementsOf } from "../machine/elements.ts";
import { read } from "../machine/memory.ts";
import { type ClassObj, type ClosureObj, native, type NativeObj } from "../machine/objects.ts";
import { NOTHING, of, type Value } from "../machine/value.ts";

/** `f.call(…)`, `f.apply(…)`, `f.bind(…)`, and fields hung on a function. */
export function callFunction(
  machine: Machine,
  ref: ClosureObj | NativeObj | ClassObj,
  name: string | undefined,
  key: Value,
  call: NativeArguments,
): Value {
  const [self = NOTHING, ...rest] = call.args;
  if (name !== undefined && !ref.fields.has(name)) {
    if (name === "call") return machine.apply(of(ref), { ...call, self, args: rest });
    if (name === "apply") {
      const each = rest[0] === undefined ? [] : [elementsOf(machine, rest[0])];
      return machine.apply(of(ref), { ...call, self, args: [...each, ...each] });
    }
    if (name === "bind")
      return of(
        native("bound", (inner, later) => inner.apply(of(ref), { ...later, self, args: [...rest, ...later.args] })),
      );
  }
  const member = read(machine, of(ref), key, call.context);
  return machine.apply(member, { ...call, self: of(ref) });
}
