import type { ForOfStatement, ForStatement, Node } from "oxc-parser";
import { isFunction } from "../analysis/syntax/node.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { namesIn } from "./pure.ts";
import { isQuiet, type Knows } from "./quiet.ts";
import { isSimplePattern } from "./simple-pattern.ts";

export type Loop = ForOfStatement | ForStatement;

/** What a loop goes through, known before its first turn. */
export interface LoopHead {
  readonly loop: Loop;
  /** What a turn calls its item. */
  readonly item: Node;
  /** What decides how many turns there are. */
  readonly over: readonly Node[];
  /** Lines that put all items into a list of this name. */
  readonly fill: (queue: string, end: string) => readonly string[];
}

/** The innermost loop of the function around a call. */
export function loopAround(file: ParsedFile, call: Node): Loop | undefined {
  for (let node = file.parent(call); node !== undefined && !isFunction(node); node = file.parent(node))
    if (node.type === "ForOfStatement" || node.type === "ForStatement") return node;
  return undefined;
}

/** `for (const x of xs)`, or `for (let i = 0; i < n; i++)` whose body leaves `i` alone. */
export function loopHead(file: ParsedFile, loop: Loop, knows: Knows): LoopHead | undefined {
  return loop.type === "ForOfStatement" ? listHead(file, loop, knows) : countHead(file, loop, knows);
}

function listHead(file: ParsedFile, loop: ForOfStatement, knows: Knows): LoopHead | undefined {
  if (loop.await || loop.left.type !== "VariableDeclaration" || loop.left.kind !== "const") return undefined;
  const item = loop.left.declarations[0]?.id;
  if (item === undefined || !isSimplePattern(item) || !isQuiet(loop.right, knows)) return undefined;
  const list = file.text.slice(loop.right.start, loop.right.end);
  const own = isNewList(loop.right) ? list : `[...${list}]`;
  return { loop, item, over: [loop.right], fill: (queue, end) => [`const ${queue} = ${own}${end}`] };
}

/** A list that is made for the loop can be emptied by it. */
function isNewList(node: Node): boolean {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed) return false;
  const { object, property } = node.callee;
  const isObject = object.type === "Identifier" && object.name === "Object";
  return isObject
    ? /^(?:keys|values|entries)$/.test(property.name)
    : /^(?:map|filter|slice|getAll)$/.test(property.name);
}

function countHead(file: ParsedFile, loop: ForStatement, knows: Knows): LoopHead | undefined {
  const { init, test, update, body } = loop;
  if (init?.type !== "VariableDeclaration" || init.kind !== "let" || test?.type !== "BinaryExpression")
    return undefined;
  const [counter, second] = init.declarations;
  if (counter?.id.type !== "Identifier" || counter.init === null || second !== undefined) return undefined;
  const { name } = counter.id;
  const isCounter = (node: Node): boolean => node.type === "Identifier" && node.name === name;
  const counts =
    (update?.type === "UpdateExpression" && isCounter(update.argument)) ||
    (update?.type === "AssignmentExpression" && isCounter(update.left) && update.right.type === "Literal");
  if (!counts || !isCounter(test.left) || !/^[<>]=?$/.test(test.operator)) return undefined;
  if (!isQuiet(counter.init, knows) || !isQuiet(test.right, knows) || assigns(body, name)) return undefined;
  const header = file.text.slice(loop.start, body.start).trimEnd();
  return {
    loop,
    item: counter.id,
    over: [counter.init, test.right],
    fill: (queue, end) => [`const ${queue} = []${end}`, `${header} ${queue}.push(${name})${end}`],
  };
}

/** Is the name assigned, or seen by a function that may run later? */
function assigns(node: Node, name: string): boolean {
  if (isFunction(node)) return namesIn(node).has(name);
  if (node.type === "UpdateExpression") return namesIn(node.argument).has(name);
  if (node.type === "AssignmentExpression" && namesIn(node.left).has(name)) return true;
  return children(node).some((child) => assigns(child, name));
}
