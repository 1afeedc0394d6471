import type { Node } from "oxc-parser";
import { isLoadFile } from "../analysis/frameworks/load-chain.ts";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { places } from "../analysis/relate/common-call.ts";
import { type CallNode, isFunction } from "../analysis/syntax/node.ts";
import { children } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { startEarlyIn } from "./start-early.ts";
import type { Rewrite } from "./withheld.ts";

/**
 * SvelteKit: a load that awaits `parent()` before a call that needs nothing of it starts the call first. `parent()`
 * stands for the calls of the loads above.
 */
export function loadEarly(project: SourceProject, request: AdviceRequest): Rewrite {
  const stacks = request.calls.map((frames) => places(project, frames));
  const own = stacks.map((stack) =>
    typeof stack === "string" ? undefined : stack.find(({ file }) => isLoadFile(file.path)),
  );
  const later = own.findLast((place) => place !== undefined);
  if (later === undefined || !isFunction(later.scope)) return "advice.move-up";
  const parents = parentCalls(later.scope);
  const [parent, second] = parents;
  if (parent === undefined || second !== undefined) return "advice.move-up";
  const calls = new Map<number, CallNode>();
  own.forEach((place, index) => calls.set(index, place?.scope === later.scope ? place.call : parent));
  return startEarlyIn(project, request, { file: later.file, scope: later.scope, calls });
}

/** `parent()` and `event.parent()` in a function. */
function parentCalls(scope: Node): readonly CallNode[] {
  const found: CallNode[] = [];
  const open: Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "CallExpression" && node.arguments.length === 0 && calleeName(node.callee) === "parent")
      found.push(node);
    open.push(...children(node));
  }
  return found;
}

function calleeName(callee: Node): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && !callee.computed && callee.property.type === "Identifier"
    ? callee.property.name
    : undefined;
}
