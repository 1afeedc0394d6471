import type { Node } from "oxc-parser";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import { children } from "../analysis/syntax/parsed-file.ts";
import { isPure, namesIn, TRANSPARENT } from "./pure.ts";

/** Says of a name that is called whether the function it stands for is quiet; of what is not known it is not. */
export type Knows = (name: string) => boolean;

export const KNOWS_NONE: Knows = () => false;

/** Functions of the runtime whose answer depends on nothing but what they are given. */
const FUNCTIONS =
  /^(?:String|Number|Boolean|BigInt|parseInt|parseFloat|encodeURI|encodeURIComponent|decodeURIComponent|structuredClone|JSON\.(?:stringify|parse)|Math\.(?!random$)\w+|Object\.(?:keys|values|entries|fromEntries)|Array\.(?:from|isArray|of)|Number\.\w+|Date\.(?:parse|UTC))$/;
/** Methods of texts, numbers, lists and dates that change nothing. */
const METHODS =
  /^(?:toString|toLowerCase|toUpperCase|trim|trimStart|trimEnd|toFixed|padStart|padEnd|toISOString|getTime|get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes)|split|replace|replaceAll|startsWith|endsWith|includes|indexOf|localeCompare|slice|concat|join|at|flat|map|filter|flatMap|some|every|reduce|toSorted|toReversed|entries|keys|values)$/;
/** Methods that read, on what holds the parts of a request. */
const READERS = /^(?:get|getAll|has)$/;
const READ_FROM = /^(?:searchParams|headers|cookies|params|formData|form|query)$/;
/** Objects of the runtime that are made of nothing but what they are given. */
const MADE = /^(?:URL|URLSearchParams|Headers|Map|Set|Date|Error|TypeError|RangeError)$/;
const BODY_READ = /^(?:json|text|arrayBuffer|blob|bytes|formData)$/;
const PROMISED = /^(?:then|catch|finally)$/;

/** Can be evaluated earlier without anybody noticing: it writes nothing, and calls only what writes nothing. */
export function isQuiet(node: Node, knows: Knows): boolean {
  if (isPure(node)) return true;
  if (isFunction(node)) return true;
  if (node.type === "CallExpression") return isQuietCallee(node.callee, knows) && node.arguments.every(given(knows));
  if (node.type === "NewExpression") {
    // Without an argument a date is the time at which it is made.
    const isMade = node.callee.type === "Identifier" && MADE.test(node.callee.name);
    const isNow = node.callee.type === "Identifier" && node.callee.name === "Date" && node.arguments.length === 0;
    return isMade && !isNow && node.arguments.every(given(knows));
  }
  if (node.type === "Property") return node.kind === "init" && isQuiet(node.key, knows) && isQuiet(node.value, knows);
  if (node.type === "UnaryExpression") return node.operator !== "delete" && isQuiet(node.argument, knows);
  return TRANSPARENT.has(node.type) && children(node).every((child) => isQuiet(child, knows));
}

/** A function that is handed over may be run at once. */
function given(knows: Knows): (argument: Node) => boolean {
  return (argument) => (isFunction(argument) ? isQuietFunction(argument, knows) : isQuiet(argument, knows));
}

function isQuietCallee(callee: Node, knows: Knows): boolean {
  if (callee.type === "Identifier") return FUNCTIONS.test(callee.name) || knows(callee.name);
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return false;
  const { object, property } = callee;
  if (object.type === "Identifier" && FUNCTIONS.test(`${object.name}.${property.name}`)) return true;
  if (!isQuiet(object, knows)) return false;
  return METHODS.test(property.name) || (READERS.test(property.name) && READ_FROM.test(lastName(object)));
}

/** Only these cannot fail, of what can be called. */
const NEVER_FAILS = /^(?:String|Number|Boolean|URLSearchParams|Map|Set)$/;

/** Is something called in an expression that may throw? */
export function callsWhatFails(node: Node): boolean {
  if (isFunction(node)) return false;
  if (node.type === "CallExpression" || node.type === "NewExpression") {
    const { callee } = node;
    const isReader =
      callee.type === "MemberExpression" &&
      !callee.computed &&
      callee.property.type === "Identifier" &&
      READERS.test(callee.property.name) &&
      READ_FROM.test(lastName(callee.object));
    if (!isReader && (callee.type !== "Identifier" || !NEVER_FAILS.test(callee.name))) return true;
  }
  return children(node).some(callsWhatFails);
}

/** `url.searchParams` and `searchParams` are named alike. */
function lastName(node: Node): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier"
    ? node.property.name
    : "";
}

/** A function that can be run earlier: it names, decides, returns and throws, and writes only what it made itself. */
export function isQuietFunction(node: FunctionNode, knows: Knows): boolean {
  if (node.generator || !node.params.every(isQuietParameter)) return false;
  if (node.body === null) return false;
  if (node.body.type !== "BlockStatement") return isQuietAnswer(node.body, knows);
  return areQuiet(node.body.body, knows, new Set());
}

function isQuietParameter(parameter: Node): boolean {
  return namesIn(parameter).size > 0 && children(parameter).every((child) => child.type !== "CallExpression");
}

/** @param own names of what was made in the function */
function areQuiet(statements: readonly Node[], knows: Knows, own: ReadonlySet<string>): boolean {
  const made = new Set(own);
  for (const statement of statements) {
    if (!isQuietStatement(statement, knows, made)) return false;
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations)
      if (id.type === "Identifier" && (statement.kind === "let" || isFresh(init))) made.add(id.name);
  }
  return true;
}

function isQuietStatement(statement: Node, knows: Knows, own: ReadonlySet<string>): boolean {
  switch (statement.type) {
    case "VariableDeclaration":
      return (
        /^(?:const|let)$/.test(statement.kind) &&
        statement.declarations.every(({ init }) => init === null || isQuietAnswer(init, knows))
      );
    case "ReturnStatement":
      return statement.argument === null || isQuietAnswer(statement.argument, knows);
    case "ThrowStatement":
      return isQuiet(statement.argument, knows) || statement.argument.type === "NewExpression";
    case "IfStatement":
      return (
        isQuiet(statement.test, knows) &&
        isQuietStatement(statement.consequent, knows, own) &&
        (statement.alternate === null || isQuietStatement(statement.alternate, knows, own))
      );
    case "BlockStatement":
      return areQuiet(statement.body, knows, own);
    case "ForOfStatement":
      return !statement.await && isQuiet(statement.right, knows) && isQuietStatement(statement.body, knows, own);
    case "ContinueStatement":
    case "EmptyStatement":
      return true;
    case "ExpressionStatement":
      return isOwnWrite(statement.expression, knows, own);
    default:
      return false;
  }
}

/** `total += line.cents`, `params.set("q", q)`, where the function made what it changes. */
function isOwnWrite(node: Node, knows: Knows, own: ReadonlySet<string>): boolean {
  const isOwn = (target: Node): boolean => {
    if (target.type === "Identifier") return own.has(target.name);
    return (
      target.type === "MemberExpression" &&
      isOwn(target.object) &&
      (!target.computed || isQuiet(target.property, knows))
    );
  };
  if (node.type === "AssignmentExpression") return isOwn(node.left) && isQuiet(node.right, knows);
  if (node.type === "UpdateExpression") return isOwn(node.argument);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed) return false;
  const { object, property } = node.callee;
  const puts = property.type === "Identifier" && /^(?:push|set|append|add)$/.test(property.name);
  return puts && object.type === "Identifier" && own.has(object.name) && node.arguments.every(given(knows));
}

function isFresh(init: Node | null): boolean {
  if (init === null) return false;
  if (init.type === "TSAsExpression" || init.type === "TSSatisfiesExpression") return isFresh(init.expression);
  return init.type === "ArrayExpression" || init.type === "ObjectExpression" || init.type === "NewExpression";
}

/** What a callback of `.then` gives back: quiet, or the body of a response. */
function isQuietAnswer(node: Node, knows: Knows): boolean {
  if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression" || node.type === "TSNonNullExpression")
    return isQuietAnswer(node.expression, knows);
  if (node.type === "ConditionalExpression")
    return [node.test, node.consequent, node.alternate].every((part) => isQuietAnswer(part, knows));
  if (node.type === "AwaitExpression") return bodyReadOf(node.argument) !== undefined;
  const response = bodyReadOf(node);
  return response === undefined ? isQuiet(node, knows) : response.type === "Identifier";
}

/** `x` of `x.json()`, `x.text()`, …: it ends the call and touches nothing else. */
export function bodyReadOf(node: Node): Node | undefined {
  if (node.type !== "CallExpression" || node.arguments.length > 0) return undefined;
  const { callee } = node;
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  return BODY_READ.test(callee.property.name) ? callee.object : undefined;
}

/**
 * A call whose callee is pure and whose arguments are quiet, so that nothing but the call itself comes sooner;
 * `.then(…)` and `.catch(…)` behind it may only look at the answer.
 */
export function isPlainCall(node: Node, knows: Knows = KNOWS_NONE): boolean {
  if (node.type === "TaggedTemplateExpression")
    return isPure(node.tag) && node.quasi.expressions.every((part) => isQuiet(part, knows));
  if (node.type !== "CallExpression") return false;
  const promised = promisedBefore(node);
  if (promised !== undefined) return isPlainCall(promised, knows) && node.arguments.every(given(knows));
  return isPure(node.callee) && node.arguments.every((argument) => isQuiet(argument, knows));
}

/** `f()` of `f().then(…)`, `f().catch(…)`. */
export function promisedBefore(node: Node): Node | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed)
    return undefined;
  const { object, property } = node.callee;
  if (property.type !== "Identifier" || !PROMISED.test(property.name) || object.type !== "CallExpression")
    return undefined;
  return object;
}
