import type { ModuleExportName, Node } from "oxc-parser";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { Environment } from "./environment.ts";
import { declarationOf, namesOf, varNames } from "./hoist.ts";
import { type Activation, type Context, type Machine } from "./machine.ts";
import { load } from "./memory.ts";
import { external, externalRoot, namespace } from "./objects.ts";
import { executeAll, hoist } from "./statements.ts";
import { OPAQUE } from "./taint.ts";
import { NOTHING, of, type Value } from "./value.ts";

type Export = { readonly local: string } | { readonly from: string; readonly name: string };

interface Exports {
  readonly named: ReadonlyMap<string, Export>;
  readonly stars: readonly string[];
}

interface ModuleState {
  readonly context: Context;
  readonly exports: Exports;
}

/** `export * from` chains and barrels that are longer than this are not written by people. */
const MAX_HOPS = 12;

/** Modules of the project, run once each, when something of them is first asked for. */
export class Modules {
  readonly #states = new Map<ParsedFile, ModuleState>();

  /** The module's scope, after its statements ran. */
  context(machine: Machine, file: ParsedFile): Context {
    return this.#state(machine, file).context;
  }

  /** Runs a module's statements as a part of the request: the script of a component. */
  runAgain(machine: Machine, file: ParsedFile): void {
    const { context } = this.#state(machine, file);
    executeAll(machine, file.program.body, { ...context, activation: newModuleActivation() });
  }

  exported(machine: Machine, file: ParsedFile, name: string): Value {
    return this.#exported(machine, file, name, 0) ?? NOTHING;
  }

  #exported(machine: Machine, file: ParsedFile, name: string, hops: number): Value | undefined {
    if (hops > MAX_HOPS) return missing(name);
    const state = this.#state(machine, file);
    const found = state.exports.named.get(name);
    if (found !== undefined && "local" in found) {
      const cell = state.context.scope.find(found.local);
      return cell === undefined ? missing(name) : load(machine, cell);
    }
    if (found !== undefined) return this.#imported(machine, file, found.from, found.name, hops + 1);
    for (const star of state.exports.stars) {
      const target = machine.project.resolve(file, star);
      if (target.kind !== "file") continue;
      const value = this.#exported(machine, target.file, name, hops + 1);
      if (value !== undefined) return value;
    }
    return state.exports.stars.length > 0 && hops === 0 ? missing(name) : undefined;
  }

  #imported(machine: Machine, file: ParsedFile, specifier: string, name: string, hops: number): Value {
    const target = machine.project.resolve(file, specifier);
    if (target.kind === "package") return machine.package(specifier, name);
    if (target.kind === "missing") return missing(`${specifier}#${name}`);
    if (name === "*") return of(namespace(target.file));
    return this.#exported(machine, target.file, name, hops) ?? missing(name);
  }

  #state(machine: Machine, file: ParsedFile): ModuleState {
    const known = this.#states.get(file);
    if (known !== undefined) return known;
    return machine.watch.aside(() => {
      const context = moduleContext(file);
      const state = { context, exports: exportsOf(file) };
      this.#states.set(file, state);
      this.#run(machine, file, context);
      return state;
    });
  }

  #run(machine: Machine, file: ParsedFile, context: Context): void {
    const { body } = file.program;
    hoist(body, context);
    for (const name of varNames(file.program))
      if (context.scope.own(name) === undefined) context.scope.declare(name, NOTHING);
    for (const statement of body) {
      if (statement.type !== "ImportDeclaration" || statement.importKind === "type") continue;
      const specifier = statement.source.value;
      for (const imported of statement.specifiers) {
        const name = importedName(imported);
        context.scope.declareLazy(imported.local.name, () => this.#imported(machine, file, specifier, name, 0));
      }
      if (statement.specifiers.length === 0) this.#sideEffects(machine, file, specifier);
    }
    executeAll(machine, body, context);
  }

  #sideEffects(machine: Machine, file: ParsedFile, specifier: string): void {
    const target = machine.project.resolve(file, specifier);
    if (target.kind === "file") this.#state(machine, target.file);
  }
}

/** Something of the project the collector has not got: whatever it does, it is not followed. */
function missing(name: string): Value {
  const constantLike = /(?:^|#)[A-Z][A-Z0-9_]*$/.test(name);
  return of(external(externalRoot(`missing:${name}`, { taint: constantLike ? 0 : OPAQUE }), `missing:${name}`));
}

export function newModuleActivation(): Activation {
  return {
    node: undefined,
    self: NOTHING,
    args: [],
    home: undefined,
    exits: { returns: 0, throws: 0, jumps: new Map() },
    flow: { dead: false, wait: "none" },
    returned: { dead: true, wait: "none" },
    result: NOTHING,
    yielded: NOTHING,
    depth: 0,
  };
}

function moduleContext(file: ParsedFile): Context {
  return { file, scope: new Environment(), activation: newModuleActivation(), control: 0 };
}

function importedName(specifier: Node): string {
  if (specifier.type === "ImportSpecifier") return exportName(specifier.imported);
  return specifier.type === "ImportDefaultSpecifier" ? "default" : "*";
}

function exportName(node: ModuleExportName): string {
  return node.type === "Literal" ? node.value : node.name;
}

function exportsOf(file: ParsedFile): Exports {
  const named = new Map<string, Export>();
  const stars: string[] = [];
  for (const statement of file.program.body) {
    if (statement.type === "ExportAllDeclaration") {
      if (statement.exported === null) stars.push(statement.source.value);
      else named.set(exportName(statement.exported), { from: statement.source.value, name: "*" });
    } else if (statement.type === "ExportDefaultDeclaration")
      named.set("default", { local: defaultName(statement.declaration) });
    else if (statement.type === "ExportNamedDeclaration") addNamed(named, statement);
  }
  return { named, stars };
}

function addNamed(named: Map<string, Export>, statement: Extract<Node, { type: "ExportNamedDeclaration" }>): void {
  const { source } = statement;
  for (const { local, exported } of statement.specifiers) {
    const entry = source === null ? { local: exportName(local) } : { from: source.value, name: exportName(local) };
    named.set(exportName(exported), entry);
  }
  const declared = declarationOf(statement);
  if (declared?.type === "VariableDeclaration")
    for (const { id } of declared.declarations) for (const name of namesOf(id)) named.set(name, { local: name });
  else if (declared !== undefined && "id" in declared && declared.id?.type === "Identifier")
    named.set(declared.id.name, { local: declared.id.name });
}

function defaultName(node: Node): string {
  const named = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
  return named && node.id !== null ? node.id.name : "*default";
}
