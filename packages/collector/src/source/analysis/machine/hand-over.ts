import { isForm } from "../packages/value-packages.ts";
import { callbacksIn } from "./callbacks.ts";
import { keptBy } from "./kept-functions.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { deepTaint, taintDeep } from "./memory.ts";
import { OPAQUE, type Taint, TOUCHED } from "./taint.ts";
import type { Unknown } from "./unknown-call.ts";
import { NOTHING, type Value } from "./value.ts";

/** Runs what a thing was handed before, now that it is asked for something, and keeps what it is handed now. */
export function handOver(machine: Machine, unknown: Unknown, call: NativeArguments, given: Taint): Value {
  const { handedOut, watch } = machine;
  const { holder } = unknown;
  const { found, complete } = handedOut.within(call.args);
  const kept = keptBy(machine, unknown, call, found);
  const all = handedOut.keep(isForAll(unknown) ? undefined : holder, kept) && complete;
  if (!all) unknown.add(machine, OPAQUE);
  // While modules are set up, forms are put together and nothing is looked at.
  if (!watch.active && isForm(unknown.origin)) return NOTHING;
  const later = new Set([...(holder === undefined ? handedOut.everywhere() : handedOut.of(holder)), ...found]);
  for (const direct of call.args.flatMap(callbacksIn)) later.delete(direct);
  if (later.size === 0) return NOTHING;
  const owed = given | (unknown.taint() & ~TOUCHED);
  const ran = handedOut.run(machine, later, call, { owed, shared: handsOn(unknown) ? ownParts(call) : NOTHING });
  const left = deepTaint(ran) & ~owed;
  // What was put into what they were given may be in what the thing was given.
  for (const value of call.args) taintDeep(machine, value, left);
  return ran;
}

/** `setGlobalDispatcher(agent)`: requests of everybody go through it. */
function isForAll({ name }: Unknown): boolean {
  return /(?:^|[.#])setGlobal/.test(name);
}

/** `bus.emit("request", options)`: what listeners are given, unlike a request, is what was handed over. */
function handsOn({ name }: Unknown): boolean {
  return !/(?:^|[.#])(?:get|head|options|post|put|patch|delete|request|send|fetch|query)$/i.test(name);
}

function ownParts({ args }: NativeArguments): Value {
  const refs = args.flatMap((value) => value.refs.filter((ref) => ref.kind === "record" && ref.shape === "closed"));
  return { taint: 0, refs: [...new Set(refs)] };
}
