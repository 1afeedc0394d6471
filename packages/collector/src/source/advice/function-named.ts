import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { type FunctionNode, isFunction } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";

/** Imports and re-exports followed to a function. */
const MAX_STEPS = 6;

export interface NamedFunction {
  readonly file: ParsedFile;
  readonly node: FunctionNode;
}

/** The function a name at the top of a module stands for, wherever in the project it is written. */
export function functionNamed(
  project: SourceProject,
  file: ParsedFile,
  name: string,
  steps: number = MAX_STEPS,
): NamedFunction | undefined {
  if (steps === 0) return undefined;
  for (const statement of file.program.body) {
    const at = statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
    const node = declaredIn(at, name);
    if (node !== undefined) return isFunction(node) ? { file, node } : undefined;
    const from = sourceOf(at, name);
    if (from === undefined) continue;
    const target = project.resolve(file, from.specifier);
    return target.kind === "file" ? functionNamed(project, target.file, from.name, steps - 1) : undefined;
  }
  return passedOn(project, file, name, steps);
}

/** What `export * from "…"` passes on, where only one of these files has the name. */
function passedOn(project: SourceProject, file: ParsedFile, name: string, steps: number): NamedFunction | undefined {
  const found = file.program.body.flatMap((statement) => {
    if (statement.type !== "ExportAllDeclaration" || statement.exported !== null) return [];
    const target = project.resolve(file, statement.source.value);
    return target.kind === "file" ? (functionNamed(project, target.file, name, steps - 1) ?? []) : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

function declaredIn(statement: Node, name: string): Node | undefined {
  if (statement.type === "FunctionDeclaration") return statement.id?.name === name ? statement : undefined;
  if (statement.type !== "VariableDeclaration" || statement.kind !== "const") return undefined;
  const init = statement.declarations.find(({ id }) => id.type === "Identifier" && id.name === name)?.init;
  return init?.type === "TSSatisfiesExpression" || init?.type === "TSAsExpression"
    ? init.expression
    : (init ?? undefined);
}

/** Where `import { a as name } from "…"` and `export { a as name } from "…"` take the name from. */
function sourceOf(statement: Node, name: string): { readonly specifier: string; readonly name: string } | undefined {
  if (statement.type === "ImportDeclaration") {
    for (const item of statement.specifiers) {
      if (item.local.name === name && item.type === "ImportSpecifier" && item.imported.type === "Identifier") {
        return { specifier: statement.source.value, name: item.imported.name };
      }
    }
  }
  if (statement.type === "ExportNamedDeclaration" && statement.source !== null) {
    for (const { exported, local } of statement.specifiers) {
      if (exported.type === "Identifier" && exported.name === name && local.type === "Identifier") {
        return { specifier: statement.source.value, name: local.name };
      }
    }
  }
  return undefined;
}
