import type { Machine, NativeArguments } from "../machine/machine.ts";
import { deepTaint, wholeTaint } from "../machine/memory.ts";
import { native, type NativeObj, promise, response } from "../machine/objects.ts";
import { CONTENT, has, NEEDS, STATUS, TOUCHED } from "../machine/taint.ts";
import { NOTHING, of, type Value } from "../machine/value.ts";
import { controlOf } from "../machine/control.ts";
import { isWaitedFor } from "../machine/waited-for.ts";
import { effectOfMethod } from "../packages/request-options.ts";

/** `fetch(url, options)` */
export function fetchGlobal(): NativeObj {
  return native("fetch", (machine, call) => ask(machine, call, "fetch"));
}

/** undici's `request(url, options)`: the same question, its answer in another form. */
export function undiciRequest(): NativeObj {
  return native("request", (machine, call) => ask(machine, call, "request"));
}

function ask(machine: Machine, call: NativeArguments, name: "fetch" | "request"): Value {
  const undici = name === "request";
  const { watch } = machine;
  const { handedOut } = machine;
  const asked = call.args.reduce((taint, value) => taint | wholeTaint(machine, value), 0);
  // A dispatcher that the request goes through runs what it was handed.
  const later = new Set([...handedOut.everywhere(), ...handedOut.within(call.args).found]);
  const given = asked | deepTaint(handedOut.run(machine, later, call, { owed: asked, shared: NOTHING }));
  const owed = (given | controlOf(call.context)) & ~TOUCHED;
  watch.hand(given);
  const effect = effectOfMethod(call.args);
  watch.effect(call.node, effect, name);
  if (isWaitedFor(call)) watch.write(effect, owed);
  if (watch.answering) return of(promise(of(response(owed | CONTENT, owed | STATUS, undici))));
  if (!has(owed, NEEDS)) return of(promise(of(response(owed, owed, undici))));
  watch.calls += 1;
  // Whether this request fails is its own affair, as A's failing is A's; what it answers owes to what it was asked.
  const answer = promise(of(response(owed, (owed & ~NEEDS) | STATUS, undici)));
  watch.trail.attach(answer, [watch.trail.end(watch.trail.begin(watch.calls))]);
  return of(answer);
}
