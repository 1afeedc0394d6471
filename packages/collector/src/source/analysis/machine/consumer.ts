import type { Node } from "oxc-parser";
import { controlOf, reachedBy } from "./control.ts";
import { exitsTaint } from "./flow.ts";
import type { Context, Machine } from "./machine.ts";
import type { Taint } from "./taint.ts";
import type { Value } from "./value.ts";

/** A loop over what one call of a generator gives: its body runs wherever the generator yields. */
export interface Consumer {
  readonly call: Node;
  /** A generator was run for it. */
  used: boolean;
  /** Runs the body once. */
  readonly body: (value: Value, context: Context) => void;
  /** Where the loop stands. */
  readonly context: Context;
}

/**
 * `yield value`: the loop's body, and then on. The generator goes on only if the body does not leave; what it owes to
 * that, is the answer.
 */
export function consumeYielded(machine: Machine, consumer: Consumer, value: Value, generator: Context): Taint {
  const { watch } = machine;
  const { context } = consumer;
  const own = context.activation;
  const { inFrom, inTo, inSite } = watch;
  const before = own.flow;
  own.flow = { dead: false, wait: generator.activation.flow.wait };
  // The body is no part of the generator's call, though it runs in the midst of it.
  Object.assign(watch, { inFrom: 0, inTo: 0, inSite: false });
  try {
    consumer.body(value, reachedBy(context, controlOf(generator)));
  } finally {
    Object.assign(watch, { inFrom, inTo, inSite });
  }
  generator.activation.flow = { ...generator.activation.flow, wait: own.flow.wait };
  own.flow = { dead: before.dead, wait: before.wait };
  return exitsTaint(own.exits);
}
