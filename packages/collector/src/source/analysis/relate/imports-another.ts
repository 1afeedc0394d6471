import type { ParsedFile } from "../syntax/parsed-file.ts";
import { isParsed, type SourceProject } from "../project/source-project.ts";

/**
 * Does a file that imports something called `name` mean a thing of another file? Only then is it sure not to call the
 * function of that name in `own`: every such import has to lead to a file that makes the thing itself.
 */
export function importsAnother(project: SourceProject, path: string, name: string, own: ParsedFile): boolean {
  const file = project.file(path);
  if (!isParsed(file)) return false;
  let led = false;
  for (const statement of file.program.body) {
    if (statement.type !== "ImportDeclaration" || statement.importKind === "type") continue;
    const names = statement.specifiers.flatMap(({ local, ...specifier }) => [
      local.name,
      "imported" in specifier && specifier.imported.type === "Identifier" ? specifier.imported.name : "",
    ]);
    if (!names.includes(name)) continue;
    const target = project.resolve(file, statement.source.value);
    if (target.kind !== "file" || target.file.path === own.path || passesOn(project, target.file, name)) return false;
    led = true;
  }
  return led;
}

/** Is the name one that a file may have from elsewhere, or hand on from there? */
function passesOn(project: SourceProject, { path, program }: ParsedFile, name: string): boolean {
  if (project.importing(name).includes(path)) return true;
  return program.body.some(
    (statement) =>
      statement.type === "ExportAllDeclaration" ||
      (statement.type === "ExportNamedDeclaration" && statement.source !== null),
  );
}
