import type { Node } from "oxc-parser";
import { isPure } from "./pure.ts";

/** A name, or names taken out of an object or a list; computed keys, and defaults that call, would run code. */
export function isSimplePattern(pattern: Node): boolean {
  if (pattern.type === "Identifier") return true;
  if (pattern.type === "RestElement") return isSimplePattern(pattern.argument);
  if (pattern.type === "AssignmentPattern") return isSimplePattern(pattern.left) && isPure(pattern.right);
  if (pattern.type === "ArrayPattern") return pattern.elements.every((item) => item === null || isSimplePattern(item));
  if (pattern.type !== "ObjectPattern") return false;
  return pattern.properties.every((item) =>
    item.type === "Property" ? !item.computed && isSimplePattern(item.value) : isSimplePattern(item),
  );
}
