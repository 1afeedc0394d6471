import { posix } from "node:path";
import type { SourceProject } from "../analysis/project/source-project.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { functionNamed, type NamedFunction } from "./function-named.ts";

interface Wanted {
  /** Imports or declares the function. */
  readonly from: ParsedFile;
  /** Is to call it as well. */
  readonly into: ParsedFile;
  readonly name: string;
  readonly target: NamedFunction;
}

/** `import { name } from "specifier"`, quoted as in the file it comes from. */
export interface Imported {
  /** With `as`, where it is known by another name. */
  readonly name: string;
  readonly specifier: string;
  readonly quote: '"' | "'";
}

/**
 * How a file gets at a function that another one uses: nothing to add where it knows it already, else an import. `undefined` where the name means something else there, or the function cannot be imported.
 */
export function importFor(
  project: SourceProject,
  { from, into, name, target }: Wanted,
): Imported | "known" | undefined {
  const known = functionNamed(project, into, name);
  if (known !== undefined) return known.node === target.node ? "known" : undefined;
  if (new RegExp(`\\b${name}\\b`).test(into.text)) return undefined;
  for (const statement of from.program.body) {
    if (statement.type !== "ImportDeclaration" || statement.importKind === "type") continue;
    for (const item of statement.specifiers) {
      if (item.local.name !== name || item.type !== "ImportSpecifier" || item.imported.type !== "Identifier") continue;
      const quote = from.text[statement.source.start] === "'" ? "'" : '"';
      const alias = item.imported.name === name ? name : `${item.imported.name} as ${name}`;
      return { name: alias, specifier: seenFrom(from, into, statement.source.value), quote };
    }
  }
  return undefined;
}

function seenFrom(from: ParsedFile, into: ParsedFile, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const path = posix.relative(posix.dirname(into.path), posix.join(posix.dirname(from.path), specifier));
  return path.startsWith(".") ? path : `./${path}`;
}
