import type { Node } from "oxc-parser";
import type { NativeArguments } from "./machine.ts";

/** May what follows a call have waited for it? Not if nobody takes its answer, or if it is handed on as it is. */
export function isWaitedFor({ node, context }: NativeArguments): boolean {
  const { file } = context;
  let inner: Node = node;
  let holder = file.parent(inner);
  while (holder !== undefined && isChain(holder, inner)) {
    inner = holder;
    holder = file.parent(holder);
  }
  const isArgument = holder?.type === "CallExpression" || holder?.type === "NewExpression";
  return !isArgument && holder?.type !== "ExpressionStatement" && holder?.type !== "UnaryExpression";
}

/** `ask().then(f)`, `ask()!` */
function isChain(holder: Node, inner: Node): boolean {
  if (holder.type === "CallExpression") return holder.callee === inner;
  return (
    holder.type === "MemberExpression" || holder.type === "ChainExpression" || holder.type === "TSNonNullExpression"
  );
}
