import { controlOf } from "../machine/control.ts";
import type { NativeArguments, NativeCall } from "../machine/machine.ts";
import { deepTaint, load, store } from "../machine/memory.ts";
import { native, type NativeObj, open, record } from "../machine/objects.ts";
import { type Cell, join, NOTHING, of, tainted, type Value } from "../machine/value.ts";

/** `AsyncLocalStorage`: who runs in it gets what it holds; asking it changes nothing. */
export function asyncLocalStorage(): NativeObj {
  return native("AsyncLocalStorage", () => {
    const made = record();
    const cell: Cell = { value: of(open("store")), serial: made.serial };
    const methods: Readonly<Record<string, NativeCall>> = {
      getStore: (machine) => load(machine, cell),
      enterWith: (machine, call) => {
        store(machine, cell, tainted(given(call), machine.watch.writing(cell.serial)), "store");
        return NOTHING;
      },
      run: (machine, call) => {
        const outer = cell.value;
        const own = given(call);
        cell.value = join(outer, own);
        const answered = called(call, 1)(machine, call);
        // What is left behind may still run in it.
        if (deepTaint(own) === 0) cell.value = outer;
        return answered;
      },
      exit: (machine, call) => called(call, 0)(machine, call),
      disable: () => NOTHING,
    };
    for (const [name, call] of Object.entries(methods))
      made.fields.set(name, { value: of(native(name, call)), serial: made.serial });
    return of(made);
  });
}

function given({ args, context }: NativeArguments): Value {
  return tainted(args[0] ?? NOTHING, controlOf(context));
}

/** The function among the arguments, with those behind it. */
function called({ args }: NativeArguments, at: number): NativeCall {
  return (machine, call) =>
    machine.apply(args[at] ?? NOTHING, { ...call, self: NOTHING, args: args.slice(at + 1), construct: false });
}
