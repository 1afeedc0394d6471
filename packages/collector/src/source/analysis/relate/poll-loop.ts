import type { Node } from "oxc-parser";
import { isFunction } from "../syntax/node.ts";
import { nodesIn } from "../syntax/nodes-in.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import type { StackPlace } from "./stack-place.ts";

/** What an answer says of itself without being read. */
const STATUS = new Set(["ok", "status", "statusText"]);
/** Members that take in what nobody wants. */
const DRAINS = new Set(["text", "json", "arrayBuffer", "blob", "bytes", "body"]);

/**
 * `for (;;) { const res = await fetch(url); if (res.ok) return; await pause(); }`: a loop that asks until something is
 * there, and hands nothing of it on. Nobody wants its answer, so what comes next waits for what the answer tells of.
 * Asking again though the call worked (`202`) is the same.
 */
export function isPoll({ file, scope, call }: StackPlace): boolean {
  const loop = loopAround(file, call);
  if (loop === undefined) return false;
  const holder = awaited(file, call);
  if (holder?.type === "ExpressionStatement") return true;
  if (holder?.type === "MemberExpression") return isStatus(holder);
  const target =
    holder?.type === "VariableDeclarator"
      ? holder.id
      : holder?.type === "AssignmentExpression"
        ? holder.left
        : undefined;
  if (target?.type === "ObjectPattern") return target.properties.every(isStatusKey);
  if (target?.type !== "Identifier") return false;
  const uses = nodesIn(scope, "and in functions within").filter(
    (node) => node.type === "Identifier" && node.name === target.name,
  );
  return uses.every((use) => use === target || tellsNothing(file, use)) || uses.some((use) => isAskedAgain(file, use));
}

/** The loop of the same function around a call that comes around as often as it is told to; a list ends by itself. */
function loopAround(file: ParsedFile, call: Node): Node | undefined {
  for (let node = file.parent(call); node !== undefined && !isFunction(node); node = file.parent(node))
    if (/^(?:For|While|DoWhile)Statement$/.test(node.type)) return node;
  return undefined;
}

/** Where the value of an awaited call goes. */
function awaited(file: ParsedFile, call: Node): Node | undefined {
  let node = file.parent(call);
  while (node?.type === "ChainExpression" || node?.type === "ParenthesizedExpression") node = file.parent(node);
  if (node?.type !== "AwaitExpression") return undefined;
  do node = file.parent(node);
  while (node?.type === "ParenthesizedExpression");
  return node;
}

function tellsNothing(file: ParsedFile, use: Node): boolean {
  const holder = file.parent(use);
  if (holder?.type === "VariableDeclarator") return holder.init === null;
  if (holder?.type === "AssignmentExpression" && holder.left === use) return true;
  if (holder?.type === "MemberExpression") {
    if (holder.property === use && !holder.computed) return true;
    if (isStatus(holder) || isDrained(file, holder)) return true;
  }
  if (holder?.type === "Property" && holder.key === use && holder.value !== use) return true;
  return isThrown(file, use);
}

function isStatus(node: Node): boolean {
  return (
    node.type === "MemberExpression" &&
    !node.computed &&
    node.property.type === "Identifier" &&
    STATUS.has(node.property.name)
  );
}

function isStatusKey(property: Node): boolean {
  return property.type === "Property" && property.key.type === "Identifier" && STATUS.has(property.key.name);
}

/** `await res.text();`, `await res.body?.cancel();` */
function isDrained(file: ParsedFile, member: Node): boolean {
  const named = member.type === "MemberExpression" && member.property.type === "Identifier" ? member.property.name : "";
  if (!DRAINS.has(named)) return false;
  let node = file.parent(member);
  while (node !== undefined && /^(?:Member|Call|Chain|Await|Unary)Expression$/.test(node.type))
    node = file.parent(node);
  return node?.type === "ExpressionStatement";
}

function isThrown(file: ParsedFile, use: Node): boolean {
  for (let node = file.parent(use); node !== undefined && !isFunction(node); node = file.parent(node))
    if (node.type === "ThrowStatement") return true;
  return false;
}

/** `res.status === 202`, where the call is made again or not by that. */
function isAskedAgain(file: ParsedFile, use: Node): boolean {
  const member = file.parent(use);
  const compared = member === undefined || !isStatus(member) ? undefined : file.parent(member);
  if (compared?.type !== "BinaryExpression") return false;
  return [compared.left, compared.right].some(
    (side) => side.type === "Literal" && typeof side.value === "number" && side.value > 200 && side.value < 300,
  );
}
