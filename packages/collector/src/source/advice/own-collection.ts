import type { Node } from "oxc-parser";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { isQuiet, type Knows } from "./quiet.ts";
import { isSimplePattern } from "./simple-pattern.ts";

/** Methods that put something into a list, a map or a set. */
const PUTS = /^(?:push|unshift|set|add)$/;

/** One turn of a loop. */
export interface Turn {
  readonly file: ParsedFile;
  readonly loop: Node;
  readonly knows: Knows;
  /** Names of what was put into. */
  readonly gathered: Set<string>;
}

/**
 * Does a statement of a loop nothing but name values and put them into something that was made in front of the loop and
 * is nobody else's? What it puts into is added to `gathered`.
 */
export function gathers(turn: Turn, statement: Node): boolean {
  const { knows } = turn;
  switch (statement.type) {
    case "VariableDeclaration":
      return (
        statement.kind === "const" &&
        statement.declarations.every(({ id, init }) => isSimplePattern(id) && init !== null && isQuiet(init, knows))
      );
    case "BlockStatement":
      return statement.body.every((inner) => gathers(turn, inner));
    case "IfStatement":
      return (
        isQuiet(statement.test, knows) &&
        gathers(turn, statement.consequent) &&
        (statement.alternate === null || gathers(turn, statement.alternate))
      );
    case "ContinueStatement":
      return statement.label === null;
    case "ExpressionStatement":
      return puts(turn, statement.expression);
    default:
      return false;
  }
}

function puts({ file, loop, gathered, knows }: Turn, node: Node): boolean {
  if (node.type === "AssignmentExpression") {
    const { left } = node;
    if (left.type === "Identifier") return isQuiet(node.right, knows) && isLocal(file, loop, left.name);
    if (left.type !== "MemberExpression" || left.object.type !== "Identifier") return false;
    if (left.computed && !isQuiet(left.property, knows)) return false;
    gathered.add(left.object.name);
    return isQuiet(node.right, knows) && isOwn(file, loop, left.object.name);
  }
  if (node.type === "UpdateExpression" && node.argument.type === "Identifier")
    return isLocal(file, loop, node.argument.name);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed) return false;
  const { object, property } = node.callee;
  if (object.type !== "Identifier" || property.type !== "Identifier" || !PUTS.test(property.name)) return false;
  gathered.add(object.name);
  return node.arguments.every((part) => isQuiet(part, knows)) && isOwn(file, loop, object.name);
}

/** `const list = []` in front of the loop, in the same block. */
export function isOwn(file: ParsedFile, loop: Node, name: string): boolean {
  const block = file.parent(loop);
  if (block?.type !== "BlockStatement") return false;
  return block.body.some(
    (statement) =>
      statement.type === "VariableDeclaration" &&
      statement.kind === "const" &&
      statement.end <= loop.start &&
      statement.declarations.some(({ id, init }) => id.type === "Identifier" && id.name === name && isNew(init)),
  );
}

/** `let total = 0` in front of the loop, in the same block. */
function isLocal(file: ParsedFile, loop: Node, name: string): boolean {
  const block = file.parent(loop);
  return (
    block?.type === "BlockStatement" &&
    block.body.some(
      (statement) =>
        statement.type === "VariableDeclaration" &&
        statement.kind === "let" &&
        statement.end <= loop.start &&
        statement.declarations.some(({ id }) => id.type === "Identifier" && id.name === name),
    )
  );
}

function isNew(init: Node | null): boolean {
  if (init === null) return false;
  if (init.type === "TSAsExpression" || init.type === "TSSatisfiesExpression") return isNew(init.expression);
  if (init.type === "ArrayExpression" || init.type === "ObjectExpression") return true;
  return init.type === "NewExpression" && init.callee.type === "Identifier" && /^(?:Map|Set)$/.test(init.callee.name);
}
