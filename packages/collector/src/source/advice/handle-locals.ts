import type { Node } from "oxc-parser";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { NamedFunction } from "./function-named.ts";
import type { Withheld } from "./withheld.ts";

/** Headers and cookies are set in the order of the handles. */
const WRITES = /\b(?:setHeaders|cookies\s*\.\s*(?:set|delete))\b/;

/**
 * What keeps handles from running side by side, as far as the calls do not say: one reads what another leaves on
 * `event.locals`, both leave the same, or one awaits something that is none of the calls seen.
 * @param calls how many of the finding's calls each handle makes
 */
export function sharesLocals(handles: readonly NamedFunction[], calls: readonly number[]): Withheld | undefined {
  const uses = handles.map(usesOf);
  for (const [index, use] of uses.entries()) {
    if (use.awaits > (calls[index] ?? 0)) return "advice.other-await-between";
    if (use.unclear) return "advice.hooks-share";
    const others = uses.filter((other) => other !== use);
    const shared = others.some(({ written }) =>
      [...written].some((name) => use.read.has(name) || use.written.has(name)),
    );
    if (shared) return "advice.hooks-share";
  }
  return undefined;
}

interface Uses {
  readonly read: Set<string>;
  readonly written: Set<string>;
  /** Awaits other than of `resolve`. */
  awaits: number;
  /** `locals` itself goes somewhere, or headers are set. */
  unclear: boolean;
}

function usesOf({ file, node }: NamedFunction): Uses {
  const uses: Uses = { read: new Set(), written: new Set(), awaits: 0, unclear: false };
  uses.unclear = WRITES.test(file.text.slice(node.start, node.end));
  const open: Node[] = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    open.push(...children(at));
    if (at.type === "AwaitExpression" && !isResolve(at.argument)) uses.awaits += 1;
    if (at.type === "Identifier" && at.name === "locals") noteLocals(file, at, uses);
  }
  return uses;
}

function noteLocals(file: ParsedFile, locals: Node, uses: Uses): void {
  const holder = file.parent(locals);
  // `event.locals.user`: from `locals` outwards to the member that is taken of it.
  const member = holder === undefined ? undefined : file.parent(holder);
  if (holder?.type !== "MemberExpression" || member?.type !== "MemberExpression" || member.object !== holder) {
    uses.unclear = true;
    return;
  }
  if (member.computed || member.property.type !== "Identifier") {
    uses.unclear = true;
    return;
  }
  const user = file.parent(member);
  const isWrite = user?.type === "AssignmentExpression" && user.left === member && user.operator === "=";
  (isWrite ? uses.written : uses.read).add(member.property.name);
}

function isResolve(node: Node): boolean {
  return node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "resolve";
}
