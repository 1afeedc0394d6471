import { controlOf } from "./control.ts";
import type { Context, Machine } from "./machine.ts";
import { newModuleActivation } from "./modules.ts";

/**
 * A place from which a framework calls code of the project on its own: it starts where `from` stands and owes to all
 * that `from` owes to, but what it waits for and how it ends stays with it.
 */
export function inTask<Result>(machine: Machine, from: Context, work: (task: Context) => Result): Result {
  const { watch } = machine;
  const control = controlOf(from);
  const activation = {
    ...newModuleActivation(),
    flow: { dead: false, wait: from.activation.flow.wait },
    depth: from.activation.depth,
  };
  const { above } = watch;
  if (watch.apart) watch.above = above | control;
  try {
    return work({ ...from, activation, control: watch.apart ? 0 : control });
  } finally {
    watch.above = above;
    const { flow } = from.activation;
    if (flow.wait === "none" && activation.flow.wait !== "none") from.activation.flow = { ...flow, wait: "started" };
  }
}
