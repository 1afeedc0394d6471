import { type Node, parseSync, visitorKeys } from "oxc-parser";

export type { Node };

/** What a module's text is made of; `undefined` when it is no code that can be parsed. */
export function parseModule(path: string, text: string): Node | undefined {
  const { program, errors } = parseSync(path, text);
  return errors.length > 0 ? undefined : program;
}

/** Every node, outer ones first. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Readonly<Record<string, unknown>>)[key];
    for (const one of Array.isArray(child) ? (child as unknown[]) : [child]) {
      if (isNode(one)) yield* nodesIn(one);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The name a call or `new` is made by: `registerWeir`, `Sentry.init`. */
export function calleeName(node: Node): string | undefined {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  return nameOf(node.callee);
}

function nameOf(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const [object, property] = [nameOf(node.object), nameOf(node.property)];
  return object === undefined || property === undefined ? property : `${object}.${property}`;
}
