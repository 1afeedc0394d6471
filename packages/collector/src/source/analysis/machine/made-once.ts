import type { Node } from "oxc-parser";
import { type FunctionNode, isFunction } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";

type Assignment = Extract<Node, { type: "AssignmentExpression" }>;

const known = new WeakMap<Assignment, boolean>();
const makers = new WeakMap<FunctionNode, boolean>();

/** Is this the function that makes such a value, of nothing that it is given? What it makes owes nothing to who calls it. */
export function makesOnce(node: FunctionNode, file: ParsedFile): boolean {
  if (node.params.length > 0 || node.body === null || node.async || node.generator) return false;
  const found =
    makers.get(node) ??
    nodesIn(node.body).some(
      (part) =>
        part.type === "AssignmentExpression" && outermostFunction(part, file) === node && isMadeOnce(part, file),
    );
  makers.set(node, found);
  return found;
}

/**
 * `let client; function getClient() { if (!client) client = new Client(); return client; }`: a variable of the module that
 * one function alone names, and sets where nothing was set. Whoever comes first makes the value; nobody can tell who.
 */
export function isMadeOnce(node: Assignment, file: ParsedFile): boolean {
  const found = known.get(node) ?? look(node, file);
  known.set(node, found);
  return found;
}

function look(node: Assignment, file: ParsedFile): boolean {
  if (node.left.type !== "Identifier") return false;
  const { name } = node.left;
  const within = outermostFunction(node, file);
  const declared = file.program.body.find((statement) => declares(statement, name));
  if (within === undefined || declared === undefined) return false;
  const mentions = mentionsOf(file.program, name);
  const inside = mentions.filter(({ start, end }) => within.start <= start && end <= within.end);
  if (inside.length + 1 !== mentions.length) return false;
  const isSet = (mention: Node): boolean => {
    const holder = file.parent(mention);
    return (
      (holder?.type === "AssignmentExpression" && holder.left === mention) ||
      (holder !== undefined &&
        !/^(?:Member|Call|Unary|Binary|Logical|Await|If|Return|TS|Variable|Conditional|Assignment)/.test(holder.type))
    );
  };
  return inside.filter(isSet).length === 1 && isGuarded(node, name, file);
}

/** `let name;` at the top of the module */
function declares(statement: Node, name: string): boolean {
  if (statement.type !== "VariableDeclaration" || statement.kind !== "let") return false;
  return statement.declarations.some(
    ({ id, init }) => id.type === "Identifier" && id.name === name && (init === null || isNothing(init)),
  );
}

function isGuarded(node: Assignment, name: string, file: ParsedFile): boolean {
  if (node.operator === "??=" || node.operator === "||=") return true;
  if (node.operator !== "=") return false;
  let inner: Node = node;
  for (let at = file.parent(node); at !== undefined && !isFunction(inner); at = file.parent(at)) {
    if (at.type === "IfStatement" && at.consequent === inner && isMissing(at.test, name)) return true;
    if (
      at.type === "BlockStatement" &&
      at.body.slice(0, at.body.indexOf(inner as never)).some((one) => leavesWith(one, name))
    )
      return true;
    inner = at;
  }
  return false;
}

/** `if (client) return client;` */
function leavesWith(statement: Node, name: string): boolean {
  if (statement.type !== "IfStatement" || !isThere(statement.test, name)) return false;
  const { consequent } = statement;
  return (consequent.type === "BlockStatement" ? consequent.body.at(-1) : consequent)?.type === "ReturnStatement";
}

function isThere(test: Node, name: string): boolean {
  if (test.type === "Identifier") return test.name === name;
  return test.type === "BinaryExpression" && test.operator.startsWith("!=") && isCompared(test, name);
}

function isMissing(test: Node, name: string): boolean {
  if (test.type === "UnaryExpression") return test.operator === "!" && isThere(test.argument, name);
  return test.type === "BinaryExpression" && test.operator.startsWith("==") && isCompared(test, name);
}

function isCompared({ left, right }: Extract<Node, { type: "BinaryExpression" }>, name: string): boolean {
  return left.type === "Identifier" && left.name === name && isNothing(right);
}

function isNothing(node: Node): boolean {
  return (node.type === "Literal" && node.value === null) || (node.type === "Identifier" && node.name === "undefined");
}

function outermostFunction(node: Node, file: ParsedFile): Node | undefined {
  let found: Node | undefined;
  for (let at = file.parent(node); at !== undefined; at = file.parent(at)) if (isFunction(at)) found = at;
  return found;
}

function mentionsOf(root: Node, name: string): Node[] {
  return nodesIn(root).filter((node) => node.type === "Identifier" && node.name === name);
}

function nodesIn(root: Node): Node[] {
  const found: Node[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    open.push(...children(node));
  }
  return found;
}
