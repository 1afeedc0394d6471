import type { Node } from "oxc-parser";
import { isOneShot } from "../packages/call-names.ts";
import { isTelling } from "../packages/telling.ts";
import { callsAtOnce, isValueCall } from "../packages/value-packages.ts";
import type { NativeArguments, Machine } from "./machine.ts";
import type { ClosureObj } from "./objects.ts";
import { isToldFirst } from "./presence.ts";

/**
 * Which functions may what is not followed still call after this call is over? All of them, but where it is known to be
 * done with them: it only makes its answer, it is waited for during the request and does not say that it listens, or the
 * function is Node's kind of callback, told once of an error or a value.
 */
export function keptBy(
  { watch }: Machine,
  { origin, name }: { readonly origin: string; readonly name: string },
  call: NativeArguments,
  found: readonly ClosureObj[],
): readonly ClosureObj[] {
  if (found.length === 0 || isTelling(name, origin, call.node)) return [];
  if (isValueCall(origin, name) || callsAtOnce(origin)) return [];
  if (!watch.active) return found;
  if (isOneShot(origin, name) || (!call.construct && isAwaited(call) && !listens(name))) return [];
  return found.filter(({ node }) => !(node.params.length > 1 && isToldFirst(node)));
}

/** `bus.on`, `app.use`: whose functions are called whenever there is something to tell. */
function listens(name: string): boolean {
  return (
    /(?:^|[.#])(?:on|once|add|use|set|sub|listen|watch|observe|hook|register|extend|intercept|before|after|handle)(?![a-z])/.test(
      name,
    ) || /(?:^|[.#])subscribe/.test(name)
  );
}

/** `await ask(f)`, `return ask(f)`, `() => ask(f)` */
function isAwaited({ node, context }: NativeArguments): boolean {
  const { file } = context;
  let inner: Node = node;
  let holder = file.parent(inner);
  while (
    holder !== undefined &&
    (holder.type === "ChainExpression" ||
      holder.type === "TSNonNullExpression" ||
      holder.type === "MemberExpression" ||
      (holder.type === "CallExpression" && holder.callee === inner))
  ) {
    inner = holder;
    holder = file.parent(holder);
  }
  if (holder?.type === "ArrowFunctionExpression") return holder.body === inner;
  return holder?.type === "AwaitExpression" || holder?.type === "ReturnStatement";
}
