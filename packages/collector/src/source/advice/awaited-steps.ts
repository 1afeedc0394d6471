import type { Node } from "oxc-parser";
import { type CallNode, isFunction } from "../analysis/syntax/node.ts";
import { children } from "../analysis/syntax/parsed-file.ts";
import {
  awaitIn,
  awaitsIn,
  hasAwait,
  isFannedOut,
  isQuietBut,
  isTransparent,
  membersOf,
  spineOf,
} from "./awaited-expression.ts";
import { isPure, namesIn } from "./pure.ts";
import { bodyReadOf, isPlainCall, isQuiet, type Knows, KNOWS_NONE } from "./quiet.ts";
import { isSimplePattern } from "./simple-pattern.ts";

/** A call that a statement awaits before it does anything else but wait: `const x = await f(args)`, `return g(await f())`. */
export interface AwaitedStep {
  readonly statement: Node;
  /** What is declared; the call itself where nothing is, or where more than the answer is bound. */
  readonly pattern: Node;
  /** What is started: the awaited call, or the whole of a condition that decides whether to call. */
  readonly call: Node;
  /** Calls a stack may name it by. */
  readonly made: readonly Node[];
  /** The calls of a `Promise.all`, in its order; otherwise none. */
  readonly members: readonly CallNode[];
  /** The value is bound as it is awaited, without a cast or a member taken first. */
  readonly bare: boolean;
  /** Nothing but the call itself would come sooner: callee and arguments neither call nor write. */
  readonly plain: boolean;
  readonly declares: ReadonlySet<string>;
  /** The awaits stand inside of `call`, on one of its branches. */
  readonly conditional: boolean;
  /** Key of the object that the answer goes into. */
  readonly key?: string;
}

export interface AwaitedSteps {
  /** In the order in which they are made. */
  readonly steps: readonly AwaitedStep[];
  /** Apart from them the statement does nothing that anybody could notice. */
  readonly quiet: boolean;
}

const NOTHING: AwaitedSteps = { steps: [], quiet: false };

/** The one step of a statement that has no other, and does nothing else that could be noticed before it. */
export function awaitedStep(statement: Node, knows: Knows = KNOWS_NONE): AwaitedStep | undefined {
  const { steps } = awaitedSteps(statement, knows);
  const [only, second] = steps;
  return second === undefined ? only : undefined;
}

/** What a statement awaits, one after the other. Nothing of a statement that is none of the known forms. */
export function awaitedSteps(statement: Node, knows: Knows = KNOWS_NONE): AwaitedSteps {
  switch (statement.type) {
    case "ReturnStatement": {
      const reader = new StepReader(statement, new Set(), knows);
      if (statement.argument !== null) reader.read(statement.argument);
      return reader.found;
    }
    case "ExpressionStatement": {
      const { expression } = statement;
      // Nothing is evaluated before the call but names.
      if (expression.type !== "AssignmentExpression" || expression.operator !== "=" || !isPure(expression.left))
        return NOTHING;
      const reader = new StepReader(statement, namesIn(expression.left), knows);
      reader.read(expression.right);
      return reader.found;
    }
    case "VariableDeclaration":
      return declaredSteps(statement, knows);
    default:
      return NOTHING;
  }
}

function declaredSteps(statement: Extract<Node, { type: "VariableDeclaration" }>, knows: Knows): AwaitedSteps {
  const { kind, declarations } = statement;
  if (!/^(?:const|let|var)$/.test(kind) || !declarations.every(({ id }) => isSimplePattern(id))) return NOTHING;
  // What is made of an answer in the same statement is as much as declared by it.
  const besides = declarations
    .filter(({ init }) => init === null || !hasAwait(init))
    .flatMap(({ id }) => [...namesIn(id)]);
  const reader = new StepReader(statement, new Set(), knows);
  for (const { id, init } of declarations)
    if (init !== null) reader.declaring(new Set([...besides, ...namesIn(id)])).read(init, id);
  return reader.found;
}

/** Goes through an expression in the order in which it is evaluated. */
class StepReader {
  readonly #statement: Node;
  #declares: ReadonlySet<string>;
  readonly #knows: Knows;
  readonly #steps: AwaitedStep[] = [];
  /** Nothing was done so far but what was put down as a step: a later await could come first. */
  #clean = true;
  #quiet = true;

  constructor(statement: Node, declares: ReadonlySet<string>, knows: Knows) {
    this.#statement = statement;
    this.#declares = declares;
    this.#knows = knows;
  }

  get found(): AwaitedSteps {
    return { steps: this.#steps, quiet: this.#quiet };
  }

  declaring(names: ReadonlySet<string>): this {
    this.#declares = names;
    return this;
  }

  /** @param pattern what the value of the expression is bound to */
  read(expression: Node, pattern?: Node): void {
    const awaited = pattern === undefined ? undefined : awaitIn(expression);
    this.#visit(expression, (call) =>
      pattern !== undefined && call === awaited
        ? { pattern, bare: expression.type === "AwaitExpression" && expression.argument === call }
        : { pattern: call },
    );
  }

  #visit(
    node: Node,
    bound: (call: Node) => { readonly pattern: Node; readonly bare?: boolean; readonly key?: string },
  ): void {
    if (isFunction(node) || node.type.startsWith("TSType")) return;
    switch (node.type) {
      case "AwaitExpression":
        return this.#await(node, bound);
      case "ConditionalExpression":
      case "LogicalExpression":
        return this.#branches(node, bound);
      case "Property": {
        const { key } = node;
        const name = !node.computed && key.type === "Identifier" ? { key: key.name } : {};
        if (node.computed) this.#visit(key, bound);
        return this.#visit(node.value, (call) => ({ pattern: call, ...name }));
      }
      case "MemberExpression":
        this.#visit(node.object, bound);
        if (node.computed) this.#visit(node.property, bound);
        return;
      default:
        for (const child of children(node)) this.#visit(child, bound);
        if (!isTransparent(node)) this.#does(node);
    }
  }

  /** A call that is made with what was there, an assignment, and whatever else is not known. */
  #does(node: Node): void {
    if (bodyReadOf(node) !== undefined || (!hasAwait(node) && isQuiet(node, this.#knows))) return;
    this.#clean = false;
    this.#quiet = false;
  }

  #await(
    { argument }: Extract<Node, { type: "AwaitExpression" }>,
    bound: (call: Node) => { readonly pattern: Node; readonly bare?: boolean; readonly key?: string },
  ): void {
    const response = bodyReadOf(argument);
    if (response?.type === "AwaitExpression") return this.#visit(response, bound);
    const isCall = argument.type === "CallExpression" || argument.type === "TaggedTemplateExpression";
    if (hasAwait(argument)) this.#visit(argument, (call) => ({ pattern: call }));
    if (!isCall || !this.#clean || hasAwait(argument)) {
      this.#clean = false;
      this.#quiet = false;
      return;
    }
    const members = membersOf(argument);
    const isPlain = (call: Node): boolean => isPlainCall(call, this.#knows);
    const { pattern, bare = false, key } = bound(argument);
    this.#steps.push({
      statement: this.#statement,
      pattern,
      call: argument,
      made: spineOf(argument),
      members,
      bare,
      plain: members.length > 0 ? members.every(isPlain) : isPlain(argument) || isFannedOut(argument, this.#knows),
      declares: this.#declares,
      conditional: false,
      ...(key === undefined ? {} : { key }),
    });
  }

  /** `(await f()) ?? other`, or a condition that decides whether to call: that starts early as a whole. */
  #branches(
    node: Extract<Node, { type: "ConditionalExpression" | "LogicalExpression" }>,
    bound: (call: Node) => { readonly pattern: Node; readonly bare?: boolean; readonly key?: string },
  ): void {
    const [first, ...rest] =
      node.type === "LogicalExpression" ? [node.left, node.right] : [node.test, node.consequent, node.alternate];
    if (!rest.some(hasAwait)) {
      this.#visit(first, (call) => ({ ...bound(call), bare: false }));
      for (const part of rest) if (!isQuiet(part, this.#knows)) this.#does(part);
      return;
    }
    const made = awaitsIn(node).map(({ argument }) => argument);
    const whole =
      this.#clean && made.every((call) => isPlainCall(call, this.#knows)) && isQuietBut(node, made, this.#knows);
    if (!whole) {
      this.#clean = false;
      this.#quiet = false;
      return;
    }
    const { pattern, key } = bound(node);
    this.#steps.push({
      statement: this.#statement,
      pattern,
      call: node,
      made: made.flatMap(spineOf),
      members: [],
      bare: false,
      plain: true,
      declares: this.#declares,
      conditional: true,
      ...(key === undefined ? {} : { key }),
    });
  }
}
