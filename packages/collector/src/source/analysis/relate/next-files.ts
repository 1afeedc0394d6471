import { isFunction, type FunctionNode } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import type { StackPlace } from "./stack-place.ts";

const SEGMENT = /(?:^|\/)app\/(?:.*\/)?(layout|page)\.[jt]sx?$/;

/** Next starts the layouts, the page and the page's metadata of one route without waiting for one another. */
export function inFrameworkParallel(first: StackPlace, later: StackPlace): boolean {
  const [a, b] = [partOf(first), partOf(later)];
  if (a === undefined || b === undefined) return false;
  return a !== b || (a === "layout" && first.file !== later.file);
}

function partOf({ file, scope }: StackPlace): string | undefined {
  const kind = SEGMENT.exec(file.path)?.[1];
  if (kind === undefined || !isFunction(scope)) return undefined;
  if (isExported(file, scope, "ExportDefaultDeclaration")) return kind;
  return isExported(file, scope, "ExportNamedDeclaration") && name(scope) === "generateMetadata"
    ? "metadata"
    : undefined;
}

function isExported(file: ParsedFile, scope: FunctionNode, type: string): boolean {
  const holder = file.parent(scope);
  if (holder?.type === type) return true;
  if (type !== "ExportDefaultDeclaration") return false;
  return file.program.body.some(
    (statement) =>
      statement.type === "ExportDefaultDeclaration" &&
      statement.declaration.type === "Identifier" &&
      declares(file, scope, statement.declaration.name),
  );
}

function declares(file: ParsedFile, scope: FunctionNode, exported: string): boolean {
  const holder = file.parent(scope);
  if (holder?.type === "VariableDeclarator") return holder.id.type === "Identifier" && holder.id.name === exported;
  return name(scope) === exported;
}

function name(scope: FunctionNode): string | undefined {
  return scope.id?.name;
}
