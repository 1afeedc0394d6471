import type { Node } from "oxc-parser";
import { isFunction } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import type { Environment } from "./environment.ts";
import { namesOf } from "./hoist.ts";
import type { ClosureObj } from "./objects.ts";

/** Functions that leave it to another to throw, one within the other. */
const MAX_DEPTH = 3;

/** `function rethrow(error): never { if (error.response) throw new ApiError(error); throw error; }` */
export function onlyThrows({ node, scope }: Pick<ClosureObj, "node" | "scope">, depth: number = 0): boolean {
  const { body } = node;
  if (body === null || node.generator) return false;
  const own = new Set(node.params.flatMap(namesOf));
  const leaves = (value: Node | null): boolean => value !== null && throwsInstead(value, scope, own, depth);
  if (body.type !== "BlockStatement") return leaves(body);
  const last = body.body.at(-1);
  if (last === undefined) return false;
  const ends =
    last.type === "ThrowStatement" ||
    (last.type === "ReturnStatement" && leaves(last.argument)) ||
    (last.type === "ExpressionStatement" && leaves(last.expression));
  return ends && returnsIn(body).every((argument) => leaves(argument));
}

/** Is this a call of a function that only throws? Of an async one only as an answer: nobody may wait for it here. */
export function throwsInstead(
  value: Node,
  scope: Environment,
  own: ReadonlySet<string> = new Set(),
  depth: number = 0,
): boolean {
  if (value.type !== "CallExpression" || value.callee.type !== "Identifier" || depth >= MAX_DEPTH) return false;
  if (own.has(value.callee.name)) return false;
  const refs = scope.find(value.callee.name)?.value.refs ?? [];
  return (
    refs.length > 0 && refs.every((ref) => ref.kind === "closure" && !ref.node.async && onlyThrows(ref, depth + 1))
  );
}

function returnsIn(root: Node): (Node | null)[] {
  const found: (Node | null)[] = [];
  const open: Node[] = [...children(root)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "ReturnStatement") found.push(node.argument);
    if (!isFunction(node)) open.push(...children(node));
  }
  return found;
}
