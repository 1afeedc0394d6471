import type { Node, VariableDeclarator } from "oxc-parser";
import { namesOf } from "../machine/hoist.ts";
import { isFunction } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";
import type { CommonCall } from "./common-call.ts";

/**
 * Is A's answer taken before a branch, used in that branch only, and does that branch end before B? Then it need not be
 * waited for on the way to B at all.
 */
export function isLateAwait({ from, to, within }: CommonCall): boolean {
  const { file } = from;
  const bound = bindingOf(file, from.call);
  if (bound === undefined || file !== to.file) return false;
  const uses = usesOf(within, new Set(namesOf(bound.id)), bound);
  const [first] = uses;
  if (first === undefined) return false;
  for (let node = file.parent(first), inner: Node = first; node !== undefined && node !== within;) {
    if (node.type === "IfStatement" && node.test !== inner && ends(inner) && !around(inner, to.call))
      return bound.end <= node.start && node.end <= to.call.start && uses.every((use) => around(inner, use));
    inner = node;
    node = file.parent(node);
  }
  return false;
}

/** `const x = await A(…)` */
function bindingOf(file: ParsedFile, call: Node): VariableDeclarator | undefined {
  const awaited = file.parent(call);
  if (awaited?.type !== "AwaitExpression") return undefined;
  const holder = file.parent(awaited);
  return holder?.type === "VariableDeclarator" && holder.init === awaited ? holder : undefined;
}

function usesOf(within: Node, names: ReadonlySet<string>, bound: Node): Node[] {
  const found: Node[] = [];
  const open: Node[] = [within];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === bound) continue;
    if (node.type === "Identifier" && names.has(node.name)) found.push(node);
    open.push(...children(node));
  }
  return found;
}

/** Does a branch leave the function whichever way it goes? */
function ends(branch: Node): boolean {
  if (branch.type === "BlockStatement") return branch.body.some(ends);
  if (branch.type === "IfStatement")
    return branch.alternate !== null && ends(branch.consequent) && ends(branch.alternate);
  return !isFunction(branch) && (branch.type === "ReturnStatement" || branch.type === "ThrowStatement");
}

function around(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
