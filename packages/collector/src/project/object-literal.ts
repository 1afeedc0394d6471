import type { MagicString } from "magic-string";
import type { Node } from "./parse-module.ts";

type ObjectNode = Extract<Node, { type: "ObjectExpression" }>;

/** The value of a property written as `name: value` in a literal. */
export function propertyIn(object: ObjectNode, name: string): Node | undefined {
  for (const property of object.properties) {
    if (property.type !== "Property" || property.computed) continue;
    const { key } = property;
    const named = key.type === "Identifier" ? key.name : key.type === "Literal" ? key.value : undefined;
    if (named === name) return property.value;
  }
  return undefined;
}

/** What stands at a path of property names; `undefined` where the literals end. */
export function valueAt(node: Node, path: readonly string[]): Node | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return node;
  const inner = node.type === "ObjectExpression" ? propertyIn(node, name) : undefined;
  return inner === undefined ? undefined : valueAt(inner, rest);
}

/**
 * Writes `true` at a path of a literal, making what is missing on the way. False when something other than a literal is
 * in the way: then nothing was written.
 */
export function writeTrue(object: Node, path: readonly string[], source: string, code: MagicString): boolean {
  const [name, ...rest] = path;
  if (name === undefined || object.type !== "ObjectExpression") return false;
  const value = propertyIn(object, name);
  if (value === undefined) {
    if (object.properties.some(({ type }) => type === "SpreadElement")) return false;
    insertFirst(object, `${name}: ${nested(rest)}`, source, code);
    return true;
  }
  if (rest.length > 0) return writeTrue(value, rest, source, code);
  if (value.type !== "Literal") return false;
  if (value.value !== true) code.overwrite(value.start, value.end, "true");
  return true;
}

function nested(path: readonly string[]): string {
  const [name, ...rest] = path;
  return name === undefined ? "true" : `{ ${name}: ${nested(rest)} }`;
}

/** In front of the first property, indented as that one is. */
function insertFirst(object: ObjectNode, text: string, source: string, code: MagicString): void {
  const [first] = object.properties;
  if (first === undefined) {
    code.overwrite(object.start, object.end, `{ ${text} }`);
    return;
  }
  const line = source.lastIndexOf("\n", first.start) + 1;
  const indent = source.slice(line, first.start);
  const onOwnLine = line > object.start && indent.trim() === "";
  code.appendLeft(first.start, onOwnLine ? `${text},\n${indent}` : `${text}, `);
}
