import type { Machine, NativeArguments } from "../machine/machine.ts";
import { deepTaint, read } from "../machine/memory.ts";
import { native, type NativeObj, promise, response } from "../machine/objects.ts";
import { CONTENT, has, NEEDS, STATUS, TOUCHED } from "../machine/taint.ts";
import { constant, exactText, NOTHING, of, type Value } from "../machine/value.ts";
import { controlOf } from "../machine/control.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** `fetch(url, options)` */
export function fetchGlobal(): NativeObj {
  return native("fetch", callFetch);
}

function callFetch(machine: Machine, call: NativeArguments): Value {
  const { watch } = machine;
  const [, options = NOTHING] = call.args;
  const given = call.args.reduce((taint, value) => taint | deepTaint(value), 0);
  const owed = (given | controlOf(call.context)) & ~TOUCHED;
  watch.hand(given);
  const method = exactText(read(machine, options, constant("method"), call.context));
  if (method !== undefined && !READS.has(method.toUpperCase())) watch.effect(call.node, "write", `fetch ${method}`);
  if (watch.from) return of(promise(of(response(owed | CONTENT, owed | STATUS))));
  if (has(owed, NEEDS)) watch.calls += 1;
  return of(promise(of(response(owed, owed))));
}
