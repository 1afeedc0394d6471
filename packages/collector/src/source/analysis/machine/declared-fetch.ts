import type { Node } from "oxc-parser";
import type { ParsedFile } from "../syntax/parsed-file.ts";

const declared = new WeakMap<ParsedFile, ReadonlySet<string>>();

/** `fetcher: typeof fetch`, `readonly #fetch?: typeof globalThis.fetch` */
const DECLARED = /(?<name>#?[\w$]+)\??\s*:\s*typeof\s+(?:globalThis\s*\.\s*|window\s*\.\s*)?fetch\b(?!\s*[.[])/g;
/** A name that the same file declares as something else as well tells nothing. */
const typed = (name: string): RegExp =>
  new RegExp(`(?<![\\w$#])${name.replaceAll("$", "\\$")}\\??\\s*:\\s*(?!typeof\\s)[A-Za-z_({[]`);

/** Is what is called here declared as `fetch`, under whatever name? */
export function isDeclaredFetch(call: Node, file: ParsedFile): boolean {
  const name = call.type === "CallExpression" ? nameOf(call.callee) : undefined;
  return name !== undefined && namesIn(file).has(name);
}

function namesIn(file: ParsedFile): ReadonlySet<string> {
  const known = declared.get(file);
  if (known !== undefined) return known;
  const found = Array.from(file.text.matchAll(DECLARED), ({ groups }) => groups?.["name"] ?? "");
  const names = new Set(found.filter((name) => name !== "" && !typed(name).test(file.text)));
  declared.set(file, names);
  return names;
}

function nameOf(callee: Node): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.computed || callee.object.type !== "ThisExpression")
    return undefined;
  const { property } = callee;
  if (property.type === "PrivateIdentifier") return `#${property.name}`;
  return property.type === "Identifier" ? property.name : undefined;
}
