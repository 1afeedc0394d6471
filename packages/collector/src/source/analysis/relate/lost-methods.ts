import type { Node } from "oxc-parser";
import { nameOf } from "../syntax/function-name.ts";
import { type FunctionNode, isCall, isFunction } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";

interface LostMethod {
  readonly node: FunctionNode;
  /** Its call of the function that the stack shows. */
  readonly call: Node;
}

/**
 * `client.get(path)` led to `Client.send`, says a stack: `get` only returned what `send` promised, and was gone by the
 * time that asked. It is the one member called `get` of what `send` is a member of, if that calls `send` in one place.
 */
export function lostMethod(
  call: Node,
  { file, node }: { readonly file: ParsedFile; readonly node: FunctionNode },
): LostMethod | undefined {
  const called = calledName(call);
  const [owner, own, ...more] = nameOf(file, node)?.split(".") ?? [];
  if (called === undefined || own === undefined || more.length > 0 || called === own) return undefined;
  const found = file.functions.filter((candidate) => nameOf(file, candidate) === `${owner}.${called}`);
  const [method] = found;
  if (method === undefined || found.length > 1) return undefined;
  const calls = callsIn(method).filter((candidate) => calledName(candidate) === own);
  const [only] = calls;
  return only === undefined || calls.length > 1 ? undefined : { node: method, call: only };
}

function calledName(call: Node): string | undefined {
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression" || call.callee.computed)
    return undefined;
  const { property } = call.callee;
  return property.type === "Identifier"
    ? property.name
    : property.type === "PrivateIdentifier"
      ? `#${property.name}`
      : undefined;
}

function callsIn(root: FunctionNode): Node[] {
  const found: Node[] = [];
  const open: Node[] = children(root);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isCall(node)) found.push(node);
    if (!isFunction(node)) open.push(...children(node));
  }
  return found;
}
