import type { Node } from "oxc-parser";
import { type CallNode, isCall, isFunction } from "../syntax/node.ts";
import type { StackPlace } from "./stack-place.ts";

const TRANSACTION = /transaction$|^(?:with|in|run)Tx$|^atomic(?:ally)?$/i;

/** The call that runs the code around a place as one transaction: its statements keep their order. */
export function transactionAround({ file, call }: StackPlace): CallNode | undefined {
  let inner: Node = call;
  for (let node = file.parent(call); node !== undefined; node = file.parent(node)) {
    if (isCall(node) && isFunction(inner) && TRANSACTION.test(calleeName(node))) return node;
    inner = node;
  }
  return undefined;
}

function calleeName(call: CallNode): string {
  const callee = call.type === "TaggedTemplateExpression" ? call.tag : call.callee;
  const named = callee.type === "MemberExpression" ? callee.property : callee;
  return named.type === "Identifier" ? named.name : "";
}
