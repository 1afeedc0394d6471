import type { Machine, NativeArguments } from "../machine/machine.ts";
import { data, open, promise, type ResponseObj } from "../machine/objects.ts";
import { NOTHING, of, scalar, type Value } from "../machine/value.ts";

const BODY = new Set(["json", "text", "arrayBuffer", "bytes", "blob", "formData"]);

/** Methods of an answered `fetch`. */
export function callResponse(
  _machine: Machine,
  ref: ResponseObj,
  name: string | undefined,
  _call: NativeArguments,
): Value {
  if (name !== undefined && BODY.has(name)) {
    const taint = ref.content | ref.taint;
    return of(promise(of(data(taint), taint)));
  }
  if (name === "dump" && ref.undici) return of(promise(NOTHING));
  if (name === "clone") return of(ref);
  return name === undefined ? scalar(ref.content) : of(open(`response.${name}`, ref.content), ref.content);
}
