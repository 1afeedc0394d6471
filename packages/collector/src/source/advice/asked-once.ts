import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { isFunction } from "../analysis/syntax/node.ts";
import { children } from "../analysis/syntax/parsed-file.ts";
import { bindingsOf } from "./bindings-of.ts";
import { styleOf } from "./layout.ts";
import type { Withheld } from "./withheld.ts";

interface Asked {
  readonly file: ParsedFile;
  readonly node: Node;
}

/**
 * Wraps functions at the top of modules into React's `cache`: within one render, whoever asks gets the first promise.
 * @param texts files that are changed already; those changed here are added
 */
export function askedOnce(
  functions: readonly Asked[],
  texts: Map<ParsedFile, MagicString>,
): ReadonlyMap<ParsedFile, MagicString> | Withheld {
  for (const { file, node } of functions) {
    const text = texts.get(file) ?? new MagicString(file.text);
    texts.set(file, text);
    const reason = wrap(file, node, text);
    if (reason !== undefined) return reason;
  }
  for (const [file, text] of texts)
    if (functions.some((asked) => asked.file === file) && bindingsOf(file, "cache").length === 0) addImport(file, text);
  return texts;
}

function wrap(file: ParsedFile, node: Node, text: MagicString): Withheld | undefined {
  if (!isFunction(node) || node.generator || takesName(file) || isClientFile(file)) return "advice.move-up";
  const holder = file.parent(node);
  if (node.type !== "FunctionDeclaration") {
    if (holder?.type !== "VariableDeclarator" || holder.init !== node || holder.id.type !== "Identifier")
      return "advice.move-up";
    text.appendLeft(node.start, "cache(").appendRight(node.end, ")");
    return undefined;
  }
  const name = node.id?.name;
  if (name === undefined || holder === undefined || !/^(?:Program|ExportNamedDeclaration)$/.test(holder.type))
    return "advice.move-up";
  // A function can be called above its declaration, a constant only once its line ran.
  if (file.program.body.some((statement) => statement.start < node.start && runsWith(statement, name)))
    return "advice.move-up";
  if (overloads(file, name) > 1) return "advice.move-up";
  text.appendLeft(node.start, `const ${name} = cache(`);
  text.appendRight(
    node.end,
    `)${styleOf(file.text).semicolonOf(file.program.body.find(({ type }) => type === "ImportDeclaration" || type === "VariableDeclaration")) || ";"}`,
  );
  return undefined;
}

/** Does the name stand for anything else than React's function? */
function takesName(file: ParsedFile): boolean {
  return bindingsOf(file, "cache").some((binding) => {
    const specifier = file.parent(binding);
    const statement = specifier === undefined ? undefined : file.parent(specifier);
    if (specifier?.type !== "ImportSpecifier" || statement?.type !== "ImportDeclaration") return true;
    return statement.source.value !== "react" || file.text.slice(specifier.start, specifier.end) !== "cache";
  });
}

function isClientFile({ program }: ParsedFile): boolean {
  return program.body.some((node) => "directive" in node && /^use (?:client|server)$/.test(String(node.directive)));
}

function overloads({ program }: ParsedFile, name: string): number {
  return program.body.filter((statement) => {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    return declared !== null && "id" in declared && declared.id?.type === "Identifier" && declared.id.name === name;
  }).length;
}

/** Is the name used while the statement runs, outside of functions it only makes? */
function runsWith(statement: Node, name: string): boolean {
  if (isFunction(statement)) return false;
  if (statement.type === "Identifier") return statement.name === name;
  return children(statement).some((child) => runsWith(child, name));
}

function addImport(file: ParsedFile, text: MagicString): void {
  const imports = file.program.body.filter(({ type }) => type === "ImportDeclaration");
  const first = imports[0];
  const { newline, semicolonOf } = styleOf(file.text);
  const quote = first?.type === "ImportDeclaration" && file.text[first.source.start] === "'" ? "'" : '"';
  const line = `import { cache } from ${quote}react${quote}${first === undefined ? ";" : semicolonOf(first)}${newline}${first === undefined ? newline : ""}`;
  text.appendLeft(first?.start ?? 0, line);
}
