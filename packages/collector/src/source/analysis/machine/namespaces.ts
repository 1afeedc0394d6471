import { Environment } from "./environment.ts";
import { declarationOf, type NamespaceNode, namespaceName, namespacePath, namesOf } from "./hoist.ts";
import type { Context } from "./machine.ts";
import { record, type RecordObj } from "./objects.ts";
import { NOTHING, of } from "./value.ts";

type Statements = Extract<NonNullable<NamespaceNode["body"]>, { type: "TSModuleBlock" }>["body"];

/** `namespace Api { … }`: runs its statements in a scope of their own; what it exports are fields of one object. */
export function executeNamespace(
  node: NamespaceNode,
  context: Context,
  run: (body: Statements, inner: Context) => void,
): void {
  if (namespaceName(node) === undefined || node.body?.type !== "TSModuleBlock") return;
  const made = namespacePath(node.id).reduce<RecordObj | undefined>(
    (outer, name) => part(outer, name, context),
    undefined,
  );
  if (made === undefined) return;
  const { body } = node.body;
  const scope = new Environment(context.scope);
  run(body, { ...context, scope });
  for (const name of exportedNames(body)) {
    const cell = scope.own(name);
    // One place under two names: what the namespace's own functions change is what others read.
    if (cell !== undefined) made.fields.set(name, cell);
  }
}

/** The object of a namespace; a second block of the same name adds to the first one's. */
function part(outer: RecordObj | undefined, name: string, context: Context): RecordObj {
  const held = outer === undefined ? context.scope.own(name) : outer.fields.get(name);
  const known = held?.value.refs.find((ref) => ref.kind === "record" && ref.shape === "closed");
  if (known?.kind === "record") return known;
  const made = record({ name });
  const cell = held ?? { value: NOTHING, serial: made.serial };
  cell.value = { taint: cell.value.taint, refs: [...cell.value.refs, ...of(made).refs] };
  if (held === undefined && outer === undefined) context.scope.declare(name, cell.value);
  else if (outer !== undefined) outer.fields.set(name, cell);
  return made;
}

function exportedNames(body: Statements): string[] {
  return body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration") return [];
    const declared = declarationOf(statement);
    if (declared?.type === "VariableDeclaration") return declared.declarations.flatMap(({ id }) => namesOf(id));
    if (declared?.type === "TSModuleDeclaration") return namespaceName(declared) ?? [];
    return declared !== undefined && "id" in declared && declared.id?.type === "Identifier" ? [declared.id.name] : [];
  });
}
