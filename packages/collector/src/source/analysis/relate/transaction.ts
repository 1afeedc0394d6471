import type { Node } from "oxc-parser";
import { type CallNode, type FunctionNode, isCall, isFunction } from "../syntax/node.ts";
import type { StackPlace } from "./stack-place.ts";

const TRANSACTION = /transaction|^(?:with|in|run)Tx$|^atomic(?:ally)?$|^(?:begin|savepoint)$/i;
/** What a function is given that runs its statements on one connection. */
const CONNECTION = /transaction|^(?:tx|trx)$/i;

/** The call that runs the code around a place as one transaction, or the function of one: its statements keep their order. */
export function transactionAround({ file, call }: StackPlace): CallNode | FunctionNode | undefined {
  let inner: Node = call;
  for (let node = file.parent(call); node !== undefined; node = file.parent(node)) {
    if (isCall(node) && isFunction(inner) && TRANSACTION.test(calleeName(node))) return node;
    const takes = isFunction(node) ? node.params : [];
    if (takes.some((param) => param.type === "Identifier" && CONNECTION.test(param.name))) return node as FunctionNode;
    inner = node;
  }
  return undefined;
}

function calleeName(call: CallNode): string {
  const callee = call.type === "TaggedTemplateExpression" ? call.tag : call.callee;
  const named = callee.type === "MemberExpression" ? callee.property : callee;
  return named.type === "Identifier" ? named.name : "";
}
