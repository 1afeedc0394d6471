import type { Node, VariableDeclaration } from "oxc-parser";
import type { CallNode } from "../analysis/syntax/node.ts";
import { isPlainCall, namesIn } from "./pure.ts";

/** A statement `const x = await f(args)`, or the same with `Promise.all([f(), g()])`. */
export interface AwaitedStep {
  readonly statement: VariableDeclaration;
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
