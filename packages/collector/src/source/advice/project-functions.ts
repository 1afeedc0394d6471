import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { bindingsOf } from "./bindings-of.ts";
import { functionNamed, type NamedFunction } from "./function-named.ts";
import { namesIn } from "./pure.ts";
import { isQuietFunction, type Knows } from "./quiet.ts";

/** Functions that call each other, followed this deep. */
const MAX_STEPS = 4;
/** Names that by custom never change what they hold. */
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

/** What is known of the functions at the top of the project's modules, as far as the file imports or declares them. */
export class ProjectFunctions {
  readonly #project: SourceProject;
  readonly #file: ParsedFile;
  readonly #steps: number;
  readonly #quiet = new Map<string, boolean>();

  constructor(project: SourceProject, file: ParsedFile, steps: number = MAX_STEPS) {
    this.#project = project;
    this.#file = file;
    this.#steps = steps;
  }

  /** Does a function leave nothing behind? */
  readonly knows: Knows = (name) => {
    const answer = this.#quiet.get(name) ?? this.#isQuiet(name);
    this.#quiet.set(name, answer);
    return answer;
  };

  /** Does the answer of a quiet function rest on nothing but what it is given? */
  isClosed(name: string): boolean {
    const called = this.knows(name) ? this.#named(name) : undefined;
    if (called === undefined) return false;
    const { file, node } = called;
    const own = new ProjectFunctions(this.#project, file, this.#steps - 1);
    return [...namesIn(node)].every((used) => {
      const bound = bindingsOf(file, used);
      const isOwn = bound.some((binding) => node.start <= binding.start && binding.end <= node.end);
      return isOwn || bound.length === 0 || CONSTANT.test(used) || own.isClosed(used) || isLiteral(file, bound);
    });
  }

  #isQuiet(name: string): boolean {
    const called = this.#named(name);
    if (called === undefined || called.node.async) return false;
    return isQuietFunction(called.node, new ProjectFunctions(this.#project, called.file, this.#steps - 1).knows);
  }

  /** A name that is declared twice may stand for something else where it is called. */
  #named(name: string): NamedFunction | undefined {
    const isOne = this.#steps > 0 && bindingsOf(this.#file, name).length === 1;
    return isOne ? functionNamed(this.#project, this.#file, name) : undefined;
  }
}

/** `const days = 30;` */
function isLiteral(file: ParsedFile, bound: readonly Node[]): boolean {
  const [only, second] = bound;
  const declarator = only === undefined || second !== undefined ? undefined : file.parent(only);
  const declaration = declarator === undefined ? undefined : file.parent(declarator);
  return (
    declarator?.type === "VariableDeclarator" &&
    declarator.init?.type === "Literal" &&
    declaration?.type === "VariableDeclaration" &&
    declaration.kind === "const"
  );
}
