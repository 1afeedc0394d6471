import type { Node } from "oxc-parser";
import { failedWhen, namesReason } from "../analysis/machine/exits.ts";
import { mayThrow, namesIn } from "./pure.ts";
import { bodyReadOf, callsWhatFails, isQuiet, type Knows } from "./quiet.ts";
import type { Withheld } from "./withheld.ts";

/**
 * Names a statement declares that has no effect besides; otherwise why nothing may be moved over it.
 * @param responses names of what the calls of the finding answered
 */
export function crossing(
  statement: Node,
  responses: ReadonlySet<string>,
  knows: Knows,
): ReadonlySet<string> | Withheld {
  if (statement.type.startsWith("TS") || statement.type === "EmptyStatement") return new Set();
  if (statement.type === "FunctionDeclaration" || isFailFast(statement, responses)) return new Set();
  if (statement.type !== "VariableDeclaration") return obstacleOf(statement);
  const names = new Set<string>();
  for (const { id, init } of statement.declarations) {
    if (!/^(?:const|let|var)$/.test(statement.kind)) return "advice.opaque-call-between";
    if (init !== null && !isQuiet(init, knows) && !readsBody(init, responses)) {
      return init.type === "AwaitExpression" ? "advice.other-await-between" : "advice.opaque-call-between";
    }
    for (const name of namesIn(id)) names.add(name);
  }
  return names;
}

/** A constant whose value can as well be made earlier: it calls nothing, and making it cannot fail. */
export function isMovable(statement: Node, knows: Knows, typed: boolean): boolean {
  if (statement.type !== "VariableDeclaration" || statement.kind !== "const") return false;
  return statement.declarations.every(
    ({ init }) => init !== null && isQuiet(init, knows) && !callsWhatFails(init) && (typed || !mayThrow(init)),
  );
}

/** `if (!response.ok) throw …`: what comes behind it is not reached when the call failed, whatever it answered. */
function isFailFast(statement: Node, responses: ReadonlySet<string>): boolean {
  if (statement.type !== "IfStatement" || statement.alternate !== null) return false;
  if (failedWhen(statement.test, (name) => responses.has(name)) !== true) return false;
  const { consequent } = statement;
  const last = consequent.type === "BlockStatement" ? consequent.body.at(-1) : consequent;
  return last?.type === "ThrowStatement" && !namesReason(last.argument);
}

/** `await response.json()` of a response that came from one of the calls: it ends that call and touches nothing else. */
function readsBody(init: Node, responses: ReadonlySet<string>): boolean {
  let node = init;
  while (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression" || node.type === "TSNonNullExpression")
    node = node.expression;
  if (node.type !== "AwaitExpression") return false;
  const response = bodyReadOf(node.argument);
  return response?.type === "Identifier" && responses.has(response.name);
}

function obstacleOf(statement: Node): Withheld {
  switch (statement.type) {
    case "IfStatement":
    case "SwitchStatement":
      return "advice.guard-between";
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return "advice.exit-between";
    case "TryStatement":
    case "BlockStatement":
      return "advice.try-between";
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return "advice.loop-between";
    case "ExpressionStatement":
      return /^(?:Assignment|Update)/.test(statement.expression.type)
        ? "advice.write-between"
        : "advice.opaque-call-between";
    default:
      return "advice.opaque-call-between";
  }
}
