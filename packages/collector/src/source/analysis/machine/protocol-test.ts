import type { Expression, Node } from "oxc-parser";
import { isFunction } from "../syntax/node.ts";

/**
 * How much of a protocol a function may know: `error` only that an answer can carry an error; `protocol` also its
 * words for success and for what was asked for; `form` only of what type a value is.
 */
export type Vocabulary = "form" | "error" | "protocol";

const ERROR = /^_?(?:err|errors?|\w+Errors?|error_?(?:message|code)|errno|errcode|fault|exceptions?|failures?)$/;
const OUTCOME =
  /^_?(?:ok|success(?:ful)?|succeeded|is_?(?:ok|error|success)|failed|status|state|code|ret(?:_?code)?|\w+(?:Status|Code))$/i;
/** What an outcome is compared with; any other text is a reason of the answer's own. */
const SAID = /^(?:ok|okay|success|succeeded|error|fail|failed|failure|fault|[02]\d*|true|false)$/i;
const ASKED_FOR = /^_?(?:data|result|results|payload|response|body|json|value|answer|reply|d|content)$/;

/** Is a member called what a protocol calls success or failure? */
export function isOutcome(name: string): boolean {
  return ERROR.test(name) || OUTCOME.test(name);
}

/** Does a condition ask nothing of an answer but whether the protocol calls it a failure, or of what type it is? */
export function isProtocolTest(test: Expression, vocabulary: Vocabulary): boolean {
  switch (test.type) {
    case "ParenthesizedExpression":
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
      return isProtocolTest(test.expression, vocabulary);
    case "LogicalExpression":
      return isProtocolTest(test.left, vocabulary) && isProtocolTest(test.right, vocabulary);
    case "UnaryExpression":
      return test.operator === "!" && isProtocolTest(test.argument, vocabulary);
    case "BinaryExpression":
      return isComparison(test, vocabulary);
    case "CallExpression":
      return isFormCall(test, vocabulary);
    default:
      return isWordOf(test, vocabulary, true);
  }
}

function isComparison(
  { left, operator, right }: Extract<Node, { type: "BinaryExpression" }>,
  vocabulary: Vocabulary,
): boolean {
  if (isTypeOf(left) || isTypeOf(right) || operator === "instanceof") return true;
  if (operator === "in") return left.type === "Literal" && isWord(String(left.value), vocabulary, true);
  const [asked, against] = isFixed(right) ? [left, right] : [right, left];
  if (!isFixed(against)) return false;
  if (isNothing(against)) return vocabulary === "form" || isWordOf(asked, vocabulary, true);
  const said = against.type === "Literal" && typeof against.value === "string" ? against.value : "ok";
  return isWordOf(asked, vocabulary, false) && SAID.test(said);
}

/** `Array.isArray(x)`, `Number.isFinite(x)`, `list.every((each) => typeof each === "string")`, `errors.some(Boolean)` */
function isFormCall(
  { callee, arguments: args }: Extract<Node, { type: "CallExpression" }>,
  vocabulary: Vocabulary,
): boolean {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  const { object, property } = callee;
  if (object.type === "Identifier" && /^(?:Array|Number)$/.test(object.name)) return /^is[A-Z]/.test(property.name);
  if (!/^(?:some|every)$/.test(property.name)) return false;
  const [each] = args;
  if (each === undefined || !isFunction(each) || each.body === null || each.body.type === "BlockStatement")
    return false;
  return isProtocolTest(each.body, vocabulary === "error" ? "form" : vocabulary);
}

function isTypeOf(node: Node): boolean {
  return node.type === "UnaryExpression" && node.operator === "typeof";
}

function isFixed(node: Node): boolean {
  return node.type === "Literal" || isNothing(node) || (node.type === "UnaryExpression" && isFixed(node.argument));
}

function isNothing(node: Node): boolean {
  if (node.type === "Literal") return node.value === null;
  if (node.type === "UnaryExpression") return node.operator === "void";
  return node.type === "Identifier" && node.name === "undefined";
}

/** `body.errors`, `errors?.length`, `data`: by the last name that is no measure. */
function isWordOf(node: Node, vocabulary: Vocabulary, presence: boolean): boolean {
  if (node.type === "ChainExpression" || node.type === "TSNonNullExpression")
    return isWordOf(node.expression, vocabulary, presence);
  if (node.type === "Identifier") return isWord(node.name, vocabulary, presence);
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return false;
  const { name } = node.property;
  return name === "length"
    ? isWordOf(node.object, vocabulary, presence) && vocabulary !== "form"
    : isWord(name, vocabulary, presence);
}

function isWord(name: string, vocabulary: Vocabulary, presence: boolean): boolean {
  if (vocabulary === "form") return false;
  if (ERROR.test(name)) return true;
  return vocabulary === "protocol" && (OUTCOME.test(name) || (presence && ASKED_FOR.test(name)));
}
