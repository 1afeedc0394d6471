import type { NativeCall } from "../machine/machine.ts";
import { NOTHING } from "../machine/value.ts";

/** `setTimeout(f, …args)`: runs `f` later, and nobody waits for it here. */
export const timer: NativeCall = (machine, call) => {
  const { flow } = call.context.activation;
  const outer = { ...flow };
  const { written } = machine.watch;
  const [callback, _delay, ...args] = call.args;
  if (callback !== undefined) machine.apply(callback, { ...call, self: NOTHING, args, construct: false });
  const { wait } = call.context.activation.flow;
  call.context.activation.flow = outer.wait === "none" && wait !== "none" ? { ...outer, wait: "started" } : outer;
  machine.watch.written = written;
  return NOTHING;
};
