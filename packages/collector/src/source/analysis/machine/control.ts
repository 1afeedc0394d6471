import { exitsTaint } from "./flow.ts";
import type { Context } from "./machine.ts";
import type { Taint } from "./taint.ts";

/** Everything reaching this point owes to A. */
export function controlOf(context: Context): Taint {
  return context.control | exitsTaint(context.activation.exits);
}

/** The same place, reached only under one more condition. */
export function under(context: Context, taint: Taint): Context {
  return (context.control | taint) === context.control ? context : { ...context, control: context.control | taint };
}
