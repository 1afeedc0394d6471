import type { Node } from "oxc-parser";
import { isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";

/** The statement of its function's block that a node stands in. */
export function statementIn(file: ParsedFile, inner: Node): Node | undefined {
  for (let node: Node | undefined = inner; node !== undefined; node = file.parent(node)) {
    const parent = file.parent(node);
    if (parent === undefined || isFunction(parent)) return undefined;
    if (parent.type === "BlockStatement") return node;
  }
  return undefined;
}
