import type { Expression, Node, Statement } from "oxc-parser";
import { nameOf } from "../syntax/function-name.ts";
import { type FunctionNode, isFunction } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";
import { namesReason } from "./exits.ts";
import { namesOf } from "./hoist.ts";
import type { ClosureObj } from "./objects.ts";
import { isProtocolTest, type Vocabulary } from "./protocol-test.ts";
import { has, NEEDS, type Taint } from "./taint.ts";
import type { Value } from "./value.ts";

/** A function of the project that asks for others and passes their answers on. */
export interface Client {
  readonly node: FunctionNode;
  readonly file: ParsedFile;
  /** It is told what to ask for, so all it can know of an answer is the protocol. */
  readonly generic: boolean;
  /** What it was given owes nothing to A. */
  readonly clean: boolean;
}

/** A path, an address, or a document in a language of questions. */
const ENDPOINT = /^(?:https?:\/\/|\/)[\w-]|^\s*(?:#[^\n]*\n\s*)*(?:query|mutation|select|with|fragment|\{)\b/i;
/** Functions that exist to decide: what they leave for is a decision, however they say it. */
const DECIDES =
  /require|assert|ensure|check|authori[sz]e|permi(?:t|ssion)|allow|guard|verify|auth|session|access|policy|role|flag|feature|gate|login|member/i;
const READS_BODY = /\.json\s*\(|JSON\s*\.\s*parse\s*\(/;

/** The client a call of a function of the project is, if what it is given makes it one. */
export function clientOf(
  closure: ClosureObj,
  args: readonly Value[],
  { shared, given, around }: { readonly shared: boolean; readonly given: Taint; readonly around: Client | undefined },
): Client | undefined {
  const { node, file } = closure;
  // A callback of a client is a part of it; what it calls besides may still check the form of what came.
  if (around !== undefined && contains(around.node, node) && around.file === file) return around;
  if (DECIDES.test(nameOf(file, node) ?? "")) return undefined;
  const generic = shared || args.some(({ text }) => text !== undefined && ENDPOINT.test(text.text));
  if (!generic && around?.generic === true) return around;
  return { node, file, generic, clean: !has(given, NEEDS) };
}

/**
 * Is leaving from here what a failed request is, told in the answer's body? The protocol says so in a member of its own
 * (`errors`, `error`, `success`), or by not giving what was asked for; whoever asked for B would leave by its own.
 */
export function isProtocolFailure(
  exit: Node,
  reason: Expression | undefined,
  { client, file }: { readonly client: Client; readonly file: ParsedFile },
): boolean {
  if (reason !== undefined && namesReason(reason)) return false;
  const own = client.file === file && contains(client.node, exit);
  if (!own && !client.generic) return false;
  const vocabulary: Vocabulary = !own ? "form" : client.generic ? "protocol" : "error";
  if (vocabulary === "error" && !READS_BODY.test(file.text.slice(client.node.start, client.node.end))) return false;
  const tests = testsBefore(exit, file);
  if (tests.length === 0 || tests.some((test) => namesReason(test) || !isProtocolTest(test, vocabulary))) return false;
  return !own || client.clean || !mentionsGiven(tests, client.node);
}

function contains(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Every condition of its own function that leads to a place: those around it, and those of earlier ways out. */
function testsBefore(exit: Node, file: ParsedFile): Expression[] {
  const found: Expression[] = [];
  let inner: Node = exit;
  for (let node = file.parent(exit); node !== undefined && !isFunction(inner); node = file.parent(node)) {
    if ((node.type === "IfStatement" || node.type === "ConditionalExpression") && node.test !== inner)
      found.push(node.test);
    else if (node.type === "LogicalExpression" && node.right === inner) found.push(node.left);
    else if (/^(?:Switch|For|While|DoWhile)/.test(node.type)) return [];
    else if (node.type === "BlockStatement") found.push(...earlierExits(node.body, inner));
    inner = node;
  }
  return found;
}

function earlierExits(body: readonly Node[], before: Node): Expression[] {
  return body.slice(0, body.indexOf(before)).flatMap((statement) => {
    if (statement.type !== "IfStatement") return [];
    const { consequent, alternate, test } = statement;
    return leaves(consequent) || (alternate !== null && leaves(alternate)) ? [test] : [];
  });
}

function leaves(statement: Statement): boolean {
  if (statement.type === "BlockStatement") return statement.body.some(leaves);
  return statement.type === "ReturnStatement" || statement.type === "ThrowStatement";
}

/** Does a condition speak of what the client was given, or of what is made of that without asking? */
function mentionsGiven(tests: readonly Node[], client: FunctionNode): boolean {
  const given = new Set(client.params.flatMap(namesOf));
  for (const node of nodesIn(client)) {
    if (node.type !== "VariableDeclarator" || node.init === null) continue;
    const parts = nodesIn(node.init);
    if (parts.some(({ type }) => type === "AwaitExpression")) continue;
    if (parts.some((part) => part.type === "Identifier" && given.has(part.name)))
      for (const name of namesOf(node.id)) given.add(name);
  }
  return tests
    .flatMap(nodesIn)
    .some((node) => node.type === "ThisExpression" || (node.type === "Identifier" && given.has(node.name)));
}

function nodesIn(root: Node): Node[] {
  const found: Node[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    open.push(...children(node).toReversed());
  }
  return found;
}
