import type { Expression, Node } from "oxc-parser";
import { children } from "../syntax/parsed-file.ts";
import { isFunction } from "../syntax/node.ts";

/** Words with which code says that it leaves because of what was answered, not because asking failed. */
const REASON =
  /unauth|forbidden|not_?allowed|not_?found|redirect|denied|login|sign_?in|permission|expired|missing|no_?access|gone/i;
/** An exit is one expression of a few lines; what is larger is looked at in part. */
const MAX_NODES = 400;

/** `error(404)`, `new Response(null, { status: 401 })`, `new UnauthorizedError()`, `error(res.status)`: an answer. */
export function namesReason(exit: Expression): boolean {
  return some(exit, (node) => {
    if (node.type === "Identifier") return REASON.test(node.name);
    if (node.type === "Literal" && typeof node.value === "string") return REASON.test(node.value);
    if (node.type === "CallExpression") return passesStatus(node);
    return node.type === "Literal" && typeof node.value === "number" && node.value >= 300 && node.value < 500;
  });
}

/** `new Response(null, { status: 502 })`: the answer is that asking failed. */
export function namesFailure(exit: Expression): boolean {
  return some(
    exit,
    (node) => node.type === "Literal" && typeof node.value === "number" && node.value >= 500 && node.value < 600,
  );
}

/** `error(res.status, …)` passes on whatever was answered, a 404 too. */
function passesStatus(call: Extract<Node, { type: "CallExpression" }>): boolean {
  const [first] = call.arguments;
  if (call.callee.type !== "Identifier" || call.callee.name !== "error") return false;
  return (
    first?.type === "MemberExpression" && !first.computed && (first.property as { name?: string }).name === "status"
  );
}

/** Is a name that of an answered request, and of nothing else? */
type IsResponse = (name: string) => boolean;

/**
 * Does a condition hold when a request failed (`!res.ok`, `res.status >= 400`), or exactly when it did not
 * (`res.ok`)? `undefined` for every other condition.
 */
export function failedWhen(test: Expression, isResponse: IsResponse): boolean | undefined {
  switch (test.type) {
    case "UnaryExpression": {
      const inner = test.operator === "!" ? failedWhen(test.argument, isResponse) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case "MemberExpression":
      return memberNamed(test, "ok", isResponse) ? false : undefined;
    case "LogicalExpression": {
      const sides = [failedWhen(test.left, isResponse), failedWhen(test.right, isResponse)];
      if (test.operator === "||") return sides.every((side) => side === true) ? true : undefined;
      if (test.operator !== "&&") return undefined;
      if (sides.includes(undefined)) return undefined;
      return sides.includes(true);
    }
    case "BinaryExpression":
      return statusFailed(test, isResponse);
    default:
      return undefined;
  }
}

function statusFailed(
  { left, operator, right }: Extract<Node, { type: "BinaryExpression" }>,
  isResponse: IsResponse,
): boolean | undefined {
  const isStatus = memberNamed(left, "status", isResponse) || memberNamed(left, "statusCode", isResponse);
  if (!isStatus || right.type !== "Literal" || typeof right.value !== "number") return undefined;
  const limit = right.value;
  if ((operator === ">=" && limit >= 400) || (operator === ">" && limit >= 399)) return true;
  if ((operator === "<" && limit === 400) || (operator === "<=" && limit === 399)) return false;
  const differs = operator === "!==" || operator === "!=";
  return limit === 200 && (differs || operator.startsWith("==")) ? differs : undefined;
}

function memberNamed(node: Node, name: string, isResponse: IsResponse): boolean {
  return (
    node.type === "MemberExpression" &&
    !node.computed &&
    node.property.type === "Identifier" &&
    node.property.name === name &&
    node.object.type === "Identifier" &&
    isResponse(node.object.name)
  );
}

function some(root: Node, test: (node: Node) => boolean): boolean {
  const open: Node[] = [root];
  let left = MAX_NODES;
  for (let node = open.pop(); node !== undefined && left > 0; node = open.pop()) {
    left -= 1;
    if (test(node)) return true;
    if (!isFunction(node)) open.push(...children(node));
  }
  return false;
}
