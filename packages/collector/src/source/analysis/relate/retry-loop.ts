import type { Node } from "oxc-parser";
import { failedWhen } from "../machine/exits.ts";
import { isFunction } from "../syntax/node.ts";
import type { StackPlace } from "./stack-place.ts";

/**
 * `for (;;) { const res = await fetch(url); if (res.ok) return res; … }`: a loop that comes around only where the call
 * failed. Two calls of which the first one worked are none of its rounds, and that one failed and was made again, the calls
 * themselves tell.
 */
export function isRetry({ file, call }: StackPlace): boolean {
  let statement: Node = call;
  for (let node = file.parent(call); node !== undefined; node = file.parent(node)) {
    if (isFunction(node) || /^(?:If|Switch|Conditional|Logical)/.test(node.type)) return false;
    if (node.type === "BlockStatement") {
      const loop = file.parent(node);
      const isBody = loop !== undefined && /^(?:For|While|DoWhile)Statement$/.test(loop.type);
      return isBody && leavesWhereItWorked(statement, node.body);
    }
    statement = node;
  }
  return false;
}

/** `const res = await fetch(url); if (res.ok) return …;` */
function leavesWhereItWorked(statement: Node, body: readonly Node[]): boolean {
  if (statement.type !== "VariableDeclaration") return false;
  const [declared] = statement.declarations;
  if (declared?.id.type !== "Identifier" || declared.init?.type !== "AwaitExpression") return false;
  const { name } = declared.id;
  return body.slice(body.indexOf(statement) + 1).some((next) => {
    if (next.type !== "IfStatement" || failedWhen(next.test, (asked) => asked === name) !== false) return false;
    const { consequent } = next;
    return (consequent.type === "BlockStatement" ? consequent.body.at(-1) : consequent)?.type === "ReturnStatement";
  });
}
