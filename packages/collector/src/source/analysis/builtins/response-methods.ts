import type { Machine, NativeArguments } from "../machine/machine.ts";
import { data, open, promise, type ResponseObj } from "../machine/objects.ts";
import { thrownArguments } from "../machine/presence.ts";
import { CAUGHT, has, NEEDS } from "../machine/taint.ts";
import { exactText, NOTHING, of, scalar, type Value } from "../machine/value.ts";
import { reachedBy } from "../machine/control.ts";

const BODY = new Set(["json", "text", "arrayBuffer", "bytes", "blob", "formData"]);

/** Methods of an answered `fetch`. */
export function callResponse(
  machine: Machine,
  ref: ResponseObj,
  name: string | undefined,
  call: NativeArguments,
): Value {
  if (name !== undefined && BODY.has(name)) {
    const taint = ref.content | ref.taint;
    return of(promise(of(machine.answers.data(call.node, taint), taint)));
  }
  if (name === "on" || name === "once") return listen(machine, ref, call);
  if (name === "setEncoding" || name === "resume") return of(ref);
  if (name === "dump" && ref.undici) return of(promise(NOTHING));
  if (name === "clone") return of(ref);
  return name === undefined ? scalar(ref.content) : of(open(`response.${name}`, ref.content), ref.content);
}

/** `res.on("data", f)`, `res.on("end", g)`: runs them as what is told of the body, or of its failing. */
function listen(machine: Machine, ref: ResponseObj, call: NativeArguments): Value {
  const [event, listener = NOTHING] = call.args;
  const failing = event !== undefined && exactText(event) === "error";
  const told = of(data(ref.content), ref.content);
  const context = failing && has(ref.content, NEEDS) ? reachedBy(call.context, CAUGHT) : call.context;
  const args = failing ? thrownArguments(told) : [told];
  machine.apply(listener, { ...call, context, self: NOTHING, args, construct: false });
  return of(ref);
}
