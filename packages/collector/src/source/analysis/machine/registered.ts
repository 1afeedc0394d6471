import type { Node } from "oxc-parser";
import { isParsed } from "../project/source-project.ts";
import { functionAt, functionNameAt } from "../syntax/function-name.ts";
import { children, type ParsedFile } from "../syntax/parsed-file.ts";
import type { Context, Machine } from "./machine.ts";
import type { Value } from "./value.ts";

/** Files that are run because they may put something into one list. */
const MAX_FILES = 8;

/**
 * `for (const step of steps) …` where nothing has been put into `steps`: is that all there will ever be? Only where it is
 * made in this file, filled by nothing but functions of this file, and these are called while modules are set up. Every
 * module that calls them is run; whether the list is still empty then, is to be seen.
 */
export function isFilledAtStart(machine: Machine, list: Node, { file }: Context): boolean {
  const name = listName(list);
  if (name === undefined || !machine.project.listed) return false;
  const uses = usesOf(file, name);
  if (uses === undefined) return false;
  const fillers = new Set(uses.map((offset) => (functionAt(file, offset) ? nameAround(file, offset) : "")));
  fillers.delete("");
  return [...fillers].every((filler) => filler !== undefined && isCalledAtStart(machine, filler));
}

export function isEmpty({ refs, taint, text }: Value): boolean {
  if (refs.length === 0 || taint !== 0 || text !== undefined) return false;
  return refs.every(
    (ref) =>
      ref.kind === "record" &&
      ref.array &&
      ref.shape === "closed" &&
      ref.taint === 0 &&
      ref.rest === undefined &&
      ref.fields.size === 0,
  );
}

function listName(list: Node): string | undefined {
  if (list.type === "Identifier") return list.name;
  if (list.type !== "MemberExpression" || list.object.type !== "ThisExpression" || list.computed) return undefined;
  return list.property.type === "PrivateIdentifier"
    ? `#${list.property.name}`
    : (list.property as { name: string }).name;
}

/** Where the list gets elements; nothing where it is not made empty here, or is used for anything but going over it. */
function usesOf({ text }: ParsedFile, name: string): readonly number[] | undefined {
  const word = `(?<![\\w$#])${name.replaceAll("$", "\\$")}(?![\\w$])`;
  const all = text.matchAll(new RegExp(word, "g"));
  const made = new RegExp(
    `(?:\\b(?:const|let|readonly|private|protected)\\s+|^\\s*)${word}\\s*(?::[^=\\n]+)?=\\s*\\[\\s*\\]`,
    "gm",
  );
  const gone = new RegExp(`\\bof\\s+(?:this\\.)?${word}\\s*\\)`, "g");
  const filled = new RegExp(`${word}\\.(?:push|unshift)\\(`, "g");
  const makings = [...text.matchAll(made)].length;
  const fillings = [...text.matchAll(filled)];
  if (makings !== 1 || /\bexport\s+(?:const|let)\s+$/.test(text.slice(0, text.search(made)))) return undefined;
  if ([...all].length !== makings + fillings.length + [...text.matchAll(gone)].length) return undefined;
  if (new RegExp(`\\bexport\\s+(?:const|let)\\s+${word}`).test(text)) return undefined;
  return fillings.map(({ index }) => index);
}

function nameAround(file: ParsedFile, offset: number): string | undefined {
  return functionNameAt(file, offset)?.split(".").at(-1);
}

/** Is a member of this name called at the top of modules only? These are run. */
function isCalledAtStart(machine: Machine, name: string): boolean {
  const paths = machine.project.calling(name);
  if (paths.length > MAX_FILES) return false;
  return paths.every((path) => {
    const file = machine.project.file(path);
    if (!isParsed(file) || !callsAtTop(file, name)) return false;
    machine.exported(file, "default");
    return true;
  });
}

function callsAtTop(file: ParsedFile, name: string): boolean {
  const open: Node[] = [file.program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (
      node.type === "CallExpression" &&
      memberName(node.callee) === name &&
      functionAt(file, node.start) !== undefined
    )
      return false;
    open.push(...children(node));
  }
  return true;
}

function memberName(callee: Node): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : undefined;
}
