import type { Node } from "oxc-parser";
import { type CallNode, isFunction } from "../analysis/syntax/node.ts";
import { children } from "../analysis/syntax/parsed-file.ts";
import { isPlainCall, isPure, namesIn } from "./pure.ts";

/** A statement that awaits one call before it does anything else: `const x = await f(args)`, `return g(await f())`. */
export interface AwaitedStep {
  readonly statement: Node;
  /** What is declared; the call itself where nothing is. */
  readonly pattern: Node;
  readonly call: CallNode;
  /** The calls of a `Promise.all`, in its order; otherwise none. */
  readonly members: readonly CallNode[];
  /** The value is bound as it is awaited, without a cast or a member taken first. */
  readonly bare: boolean;
  /** Callee and arguments neither call nor write. */
  readonly plain: boolean;
  readonly declares: ReadonlySet<string>;
}

/** The statement as a step; nothing for every other form. */
export function awaitedStep(statement: Node): AwaitedStep | undefined {
  if (statement.type === "ReturnStatement")
    return statement.argument === null ? undefined : expressionStep(statement, statement.argument);
  if (statement.type === "ExpressionStatement") return assignedStep(statement);
  if (statement.type !== "VariableDeclaration" || !/^(?:const|let|var)$/.test(statement.kind)) return undefined;
  const [declarator, second] = statement.declarations;
  if (declarator === undefined || second !== undefined || declarator.init === null) return undefined;
  if (!isSimplePattern(declarator.id)) return undefined;
  const awaited = awaitIn(declarator.init);
  if (awaited?.type !== "CallExpression" && awaited?.type !== "TaggedTemplateExpression") return undefined;
  const members = membersOf(awaited);
  return {
    statement,
    pattern: declarator.id,
    call: awaited,
    members,
    bare: declarator.init.type === "AwaitExpression",
    plain: members.length > 0 ? members.every(isPlainCall) : isPlainCall(awaited),
    declares: namesIn(declarator.id),
  };
}

/** `x = await f()`, `data.x = (await f()).rows`: nothing is evaluated before the call but names. */
function assignedStep(statement: Extract<Node, { type: "ExpressionStatement" }>): AwaitedStep | undefined {
  const { expression } = statement;
  if (expression.type !== "AssignmentExpression" || expression.operator !== "=" || !isPure(expression.left))
    return undefined;
  const step = expressionStep(statement, expression.right);
  return step === undefined ? undefined : { ...step, declares: namesIn(expression.left) };
}

/** The one `await` of an expression in which everything else is pure, apart from calls that are made with its answer. */
function expressionStep(statement: Node, expression: Node): AwaitedStep | undefined {
  const awaits = awaitsIn(expression);
  const [awaited, second] = awaits;
  if (awaited === undefined || second !== undefined || !comesFirst(expression, awaited)) return undefined;
  const { argument } = awaited;
  if (argument.type !== "CallExpression" && argument.type !== "TaggedTemplateExpression") return undefined;
  return {
    statement,
    pattern: argument,
    call: argument,
    members: [],
    bare: false,
    plain: isPlainCall(argument),
    declares: new Set(),
  };
}

function awaitsIn(node: Node): Extract<Node, { type: "AwaitExpression" }>[] {
  if (node.type === "AwaitExpression") return [node];
  if (isFunction(node)) return [];
  return children(node).flatMap(awaitsIn);
}

/** On the way down to the await: is all that is evaluated before it pure, and is the await reached whatever happens? */
function comesFirst(node: Node, awaited: Node): boolean {
  if (node === awaited) return true;
  if (/^(?:Conditional|Logical)Expression$/.test(node.type) || isFunction(node) || node.type === "ChainExpression")
    return false;
  for (const child of children(node)) {
    if (child.start <= awaited.start && awaited.end <= child.end) return comesFirst(child, awaited);
    if (!isPure(child) && !isPureProperty(child)) return false;
  }
  return false;
}

function isPureProperty(node: Node): boolean {
  return node.type === "Property" && isPure(node);
}

/** `await f()`, `(await f()) as T`, `(await f()).rows`: what is awaited first. */
function awaitIn(init: Node): Node | undefined {
  let node = init;
  for (;;) {
    if (node.type === "AwaitExpression") return node.argument;
    if (
      node.type === "TSAsExpression" ||
      node.type === "TSSatisfiesExpression" ||
      node.type === "TSNonNullExpression"
    ) {
      node = node.expression;
    } else if (node.type === "MemberExpression" && !node.computed) node = node.object;
    else return undefined;
  }
}

function membersOf(call: Node): readonly CallNode[] {
  if (call.type !== "CallExpression" || !isPromiseAll(call.callee)) return [];
  const [list, second] = call.arguments;
  if (list?.type !== "ArrayExpression" || second !== undefined) return [];
  const calls = list.elements.filter((element): element is typeof element & CallNode => {
    return element?.type === "CallExpression" || element?.type === "TaggedTemplateExpression";
  });
  return calls.length === list.elements.length ? calls : [];
}

function isPromiseAll(callee: Node): boolean {
  if (callee.type !== "MemberExpression" || callee.computed) return false;
  const { object, property } = callee;
  return object.type === "Identifier" && object.name === "Promise" && property.name === "all";
}

/** A name, or names taken out of an object or a list; defaults and computed keys would run code. */
export function isSimplePattern(pattern: Node): boolean {
  if (pattern.type === "Identifier") return true;
  if (pattern.type === "RestElement") return isSimplePattern(pattern.argument);
  if (pattern.type === "ArrayPattern") return pattern.elements.every((item) => item === null || isSimplePattern(item));
  if (pattern.type !== "ObjectPattern") return false;
  return pattern.properties.every((item) =>
    item.type === "Property" ? !item.computed && isSimplePattern(item.value) : isSimplePattern(item),
  );
}
