import type { Node } from "oxc-parser";
import { isForm, isValueCall } from "../packages/value-packages.ts";
import { type FunctionNode, isFunction } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import { namesOf } from "./hoist.ts";
import type { ClosureObj } from "./objects.ts";

/** Names of the runtime that keep nothing. */
const KEEPS_NOTHING = new Set(
  (
    "undefined NaN Infinity Math Number String Boolean BigInt Symbol RegExp Intl JSON Object Array Date Promise Error TypeError " +
    "RangeError URL URLSearchParams Headers parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent " +
    "encodeURI decodeURI console"
  ).split(" "),
);

const known = new WeakMap<FunctionNode, readonly string[] | "this">();

/** May what a function does depend on when it runs, or be seen elsewhere? Not if it names nothing but what it is given. */
export function reachesOut({ node, scope }: ClosureObj): boolean {
  const names = known.get(node) ?? outerNames(node);
  known.set(node, names);
  if (names === "this") return true;
  return names.some((name) => {
    const cell = scope.find(name);
    if (cell === undefined) return !KEEPS_NOTHING.has(name);
    const { refs } = cell.value;
    return (
      refs.length === 0 ||
      refs.some((ref) => ref.kind !== "external" || !(isForm(ref.root.name) || isValueCall(ref.root.name, ref.name)))
    );
  });
}

/** Names a function uses and does not declare. */
function outerNames(node: FunctionNode): readonly string[] | "this" {
  const used = new Set<string>();
  const declared = new Set<string>(["arguments"]);
  const open: Node[] = [...node.params, ...(node.body === null ? [] : [node.body])];
  for (const param of node.params) for (const name of namesOf(param)) declared.add(name);
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.type === "ThisExpression" || part.type === "Super" || part.type === "ImportExpression") return "this";
    if (part.type === "Identifier") used.add(part.name);
    for (const name of declaredBy(part)) declared.add(name);
    open.push(...valueParts(part));
  }
  return [...used].filter((name) => !declared.has(name));
}

/** Also names of an inner scope: one that is used outside of it as well is taken for the inner one's only if it is the same word. */
function declaredBy(part: Node): string[] {
  if (part.type === "VariableDeclarator") return namesOf(part.id);
  if (part.type === "CatchClause") return part.param === null ? [] : namesOf(part.param);
  if (isFunction(part)) return [...part.params.flatMap(namesOf), ...(part.id === null ? [] : namesOf(part.id))];
  return [];
}

/** Parts that are evaluated: no types, and no names of members. */
function valueParts(part: Node): Node[] {
  if (part.type.startsWith("TS")) return "expression" in part ? [part.expression as Node] : [];
  if (part.type === "MemberExpression") return part.computed ? [part.object, part.property] : [part.object];
  if (part.type === "Property") return part.computed ? [part.key, part.value] : [part.value];
  return children(part);
}
