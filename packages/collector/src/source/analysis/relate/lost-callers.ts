import type { Node } from "oxc-parser";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import { functionAt, nameOf } from "../syntax/function-name.ts";
import { type FunctionNode, isCall, isFunction } from "../syntax/node.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";
import { importsAnother } from "./imports-another.ts";
import type { StackPlace } from "./stack-place.ts";

/** Callers put back behind one frame. */
const MAX_LOST = 4;
/** Files whose exports a framework calls by itself. */
const ENTRY =
  /(?:^|\/)(?:(?:page|route|layout|template|default|error|global-error|not-found|loading|middleware|proxy|instrumentation)\.[jt]sx?|\+[^/]+|hooks(?:\.\w+)?\.[jt]s)$|\.remote\.[jt]s$|(?:^|\/)pages\//;
const CALLED_BY_ACTION = /^\s*["']use server["']/m;

/**
 * Callers that a stack no longer shows between `place` and the frame that follows: a helper that the build put into its
 * caller takes the caller's frame (its position leads into the helper alone), and `return f()` leaves as soon as `f`
 * waits. Where the whole project names the function in one call and nowhere else, that call is the way it was reached.
 */
export function lostCallers(
  project: SourceProject,
  place: StackPlace,
  next: StackPlace | undefined,
): readonly StackPlace[] {
  const found: StackPlace[] = [];
  for (let inner = place; found.length < MAX_LOST;) {
    const caller = onlyCaller(project, inner);
    if (caller === undefined || caller.scope === next?.scope || caller.scope === place.scope) break;
    if (found.some(({ scope }) => scope === caller.scope)) break;
    found.push(caller);
    inner = caller;
  }
  // Callers that do not lead to the next frame are there all the same: they are the only way in.
  return found;
}

function onlyCaller(project: SourceProject, { file, scope }: StackPlace): StackPlace | undefined {
  if (!isFunction(scope) || !project.listed) return undefined;
  const name = declaredName(file, scope);
  if (name === undefined || ENTRY.test(file.path) || !/\.[cm]?[jt]sx?$/.test(file.path)) return undefined;
  if (CALLED_BY_ACTION.test(file.text)) return undefined;
  const importers = project
    .importing(name)
    .filter((path) => path !== file.path && !importsAnother(project, path, name, file));
  if (importers.length > 1 || project.naming(name).some((path) => path !== file.path)) return undefined;
  const [path] = importers;
  const own = mentions(file, name);
  if (path === undefined) return own === 2 ? callOf(file, name) : undefined;
  const caller = project.file(path);
  return own === 1 && isParsed(caller) && mentions(caller, name) === 2 ? callOf(caller, name) : undefined;
}

/** `function f() {}`, `const f = () => {}` at the top of a module. */
function declaredName(file: ParsedFile, scope: FunctionNode): string | undefined {
  const holder = file.parent(scope);
  const declared = scope.type === "FunctionDeclaration" ? scope : holder;
  if (declared !== scope && declared?.type !== "VariableDeclarator") return undefined;
  const list = declared === scope ? scope : file.parent(declared);
  if (list === undefined) return undefined;
  const outer = file.parent(list);
  const isTop =
    outer?.type === "Program" || (outer?.type === "ExportNamedDeclaration" && file.parent(outer)?.type === "Program");
  const name = nameOf(file, scope);
  return isTop && name !== undefined && /^[\w$]+$/.test(name) ? name : undefined;
}

const namings = new WeakMap<ParsedFile, ReadonlyMap<string, ReadonlySet<number>>>();

/** How often code names it; texts and comments do not count. */
function mentions(file: ParsedFile, name: string): number {
  const known = namings.get(file) ?? namingsIn(file);
  namings.set(file, known);
  return known.get(name)?.size ?? 0;
}

/** Where each name stands: an import of one name holds it twice at one place. */
function namingsIn({ program }: ParsedFile): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  const open: Node[] = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "Identifier" || node.type === "JSXIdentifier")
      found.set(node.name, (found.get(node.name) ?? new Set()).add(node.start));
    open.push(...children(node));
  }
  return found;
}

/** The one call whose callee is a plain name. */
function callOf(file: ParsedFile, name: string): StackPlace | undefined {
  const open: Node[] = [file.program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (
      isCall(node) &&
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      node.callee.name === name
    )
      return { file, scope: functionAt(file, node.start) ?? file.program, call: node };
    open.push(...children(node));
  }
  return undefined;
}
