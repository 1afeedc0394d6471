import type { Node } from "oxc-parser";
import { isHarmless, namesIn } from "./pure.ts";
import type { Withheld } from "./withheld.ts";

const BODY_READ = /^(?:json|text|arrayBuffer|blob|bytes|formData)$/;

/** Names a statement declares that has no effect besides; otherwise why nothing may be moved over it. */
export function crossing(statement: Node, responses: ReadonlySet<string>): ReadonlySet<string> | Withheld {
  if (statement.type.startsWith("TS") || statement.type === "EmptyStatement") return new Set();
  if (statement.type === "FunctionDeclaration") return new Set();
  if (statement.type !== "VariableDeclaration") return obstacleOf(statement);
  const names = new Set<string>();
  for (const { id, init } of statement.declarations) {
    if (!/^(?:const|let|var)$/.test(statement.kind)) return "advice.opaque-call-between";
    if (init !== null && !isHarmless(init) && !readsBody(init, responses)) {
      return init.type === "AwaitExpression" ? "advice.other-await-between" : "advice.opaque-call-between";
    }
    if (!isHarmless(id) && id.type !== "ObjectPattern" && id.type !== "ArrayPattern")
      return "advice.opaque-call-between";
    for (const name of namesIn(id)) names.add(name);
  }
  return names;
}

/** `await response.json()` of a response that came from one of the calls: it ends that call and touches nothing else. */
function readsBody(init: Node, responses: ReadonlySet<string>): boolean {
  if (init.type !== "AwaitExpression" || init.argument.type !== "CallExpression") return false;
  const { callee, arguments: args } = init.argument;
  if (callee.type !== "MemberExpression" || callee.computed || args.length > 0) return false;
  const { object, property } = callee;
  return object.type === "Identifier" && responses.has(object.name) && BODY_READ.test(property.name);
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
