import type { Node } from "oxc-parser";
import { isFunction } from "./node.ts";
import { children } from "./parsed-file.ts";

/** Every node of a function or a module, itself first: its own alone, or those of functions within it as well. */
export function nodesIn(scope: Node, which: "its own" | "and in functions within" = "its own"): Node[] {
  const found: Node[] = [];
  const open: Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    if (which !== "its own" || node === scope || !isFunction(node)) open.push(...children(node));
  }
  return found;
}
