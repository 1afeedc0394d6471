import { under } from "../machine/control.ts";
import type { Machine, NativeArguments, NativeCall } from "../machine/machine.ts";
import { deepTaint } from "../machine/memory.ts";
import { native, open, promise } from "../machine/objects.ts";
import { inTask } from "../machine/task.ts";
import { constant, joinAll, NOTHING, of, type Value } from "../machine/value.ts";
import { hookInput } from "./sveltekit-event.ts";

/** `sequence(a, b, c)`: each handle's `resolve` runs the ones behind it, the last one's is that of the sequence. */
export const sequence: NativeCall = (_machine, { args }) =>
  of(
    native("sequence", (machine, call) => {
      const { event, resolve } = partsOf(machine, call);
      return next(machine, { ...call, args: [event] }, args, resolve);
    }),
  );

function next(machine: Machine, call: NativeArguments, handles: readonly Value[], resolve: Value): Value {
  const [handle, ...behind] = handles;
  const [event = NOTHING] = call.args;
  if (handle === undefined) return machine.apply(resolve, { ...call, self: NOTHING, args: [event], construct: false });
  const onward = native("resolve", (inner, { args, context }) =>
    next(inner, { ...call, context, args: [args[0] ?? event] }, behind, resolve),
  );
  return inTask(machine, call.context, (context) =>
    machine.apply(handle, { ...call, context, self: NOTHING, args: [hookInput(event, onward)], construct: false }),
  );
}

/** Weir's `parallel(a, b)`: the handles side by side, and `resolve` behind all of them, unless one of them answers. */
export const parallelHandles: NativeCall = (_machine, { args: handles }) =>
  of(
    native("parallel", (machine, call) => {
      const { event, resolve } = partsOf(machine, call);
      const passed = native("resolve", () => of(promise(of(open("response")))));
      const answers = handles.map((handle) =>
        inTask(machine, call.context, (context) =>
          machine.apply(handle, {
            ...call,
            context,
            self: NOTHING,
            args: [hookInput(event, passed)],
            construct: false,
          }),
        ),
      );
      return inTask(machine, call.context, (context) => {
        const settled = joinAll(answers.map((answer) => machine.settle(answer, context)));
        const inner = under(context, deepTaint(settled));
        return machine.apply(resolve, { ...call, context: inner, self: NOTHING, args: [event], construct: false });
      });
    }),
  );

function partsOf(machine: Machine, { args, context }: NativeArguments): { event: Value; resolve: Value } {
  const [input = NOTHING] = args;
  return {
    event: machine.read(input, constant("event"), context),
    resolve: machine.read(input, constant("resolve"), context),
  };
}
