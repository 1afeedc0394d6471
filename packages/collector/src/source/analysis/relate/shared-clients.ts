import { type CallNode, type FunctionNode, isFunction } from "../syntax/node.ts";
import type { StackPlace } from "./stack-place.ts";

type Stack = readonly StackPlace[];

/** Functions that both stacks go through, called with texts that tell two questions apart: `rpc("a.list")`, `rpc("b.get")`. */
export function sharedClients(from: Stack, to: Stack): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const [i, { scope }] of from.entries()) {
    const j = to.findIndex((place) => place.scope === scope);
    const [first, later] = [from[i + 1]?.call, to[j + 1]?.call];
    if (j < 0 || first === undefined || later === undefined || first === later || !isFunction(scope)) continue;
    if (asksAnother(first, later)) found.add(scope);
  }
  return found;
}

function asksAnother(first: CallNode, later: CallNode): boolean {
  const [texts, others] = [textsOf(first), textsOf(later)];
  return texts.some((text, index) => text !== undefined && others[index] !== undefined && text !== others[index]);
}

function textsOf(call: CallNode): (string | undefined)[] {
  if (call.type === "TaggedTemplateExpression") return [];
  return call.arguments.map((argument) =>
    argument.type === "Literal" && typeof argument.value === "string" ? argument.value : undefined,
  );
}
