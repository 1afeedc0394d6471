import type { Node } from "oxc-parser";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { namesIn } from "./pure.ts";

/** The names of a file: which are taken, and which are ever assigned again. Scopes are not told apart, to be safe. */
export class FileNames {
  readonly #taken = new Set<string>();
  readonly #assigned = new Set<string>();

  constructor(file: ParsedFile) {
    const open: Node[] = [file.program];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === "Identifier") this.#taken.add(node.name);
      const target = assignedIn(node);
      if (target !== undefined) for (const name of namesIn(target)) this.#assigned.add(name);
      open.push(...children(node));
    }
  }

  isAssigned(names: Iterable<string>): boolean {
    for (const name of names) if (this.#assigned.has(name)) return true;
    return false;
  }

  /** The wished name, or the first of `name2`, `name3`, … that is free; it is taken from then on. */
  fresh(wished: string): string {
    let name = wished;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wished}${number}`;
    this.#taken.add(name);
    return name;
  }
}

function assignedIn(node: Node): Node | undefined {
  if (node.type === "UpdateExpression") return bindingOf(node.argument);
  if (node.type === "AssignmentExpression") return bindingOf(node.left);
  if (node.type === "ForInStatement" || node.type === "ForOfStatement") {
    return node.left.type === "VariableDeclaration" ? undefined : bindingOf(node.left);
  }
  return undefined;
}

/** `x.y = 1` changes what `x` holds: it counts as an assignment of `x`. */
function bindingOf(node: Node): Node {
  let at = node;
  while (at.type === "MemberExpression") at = at.object;
  return at;
}
