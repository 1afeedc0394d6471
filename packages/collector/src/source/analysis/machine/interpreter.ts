import type { Expression, Statement } from "oxc-parser";
import { globalValue } from "../builtins/globals.ts";
import { frameworkExport } from "../frameworks/framework-exports.ts";
import type { SourceProject } from "../project/source-project.ts";
import type { FunctionNode } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { apply } from "./calls.ts";
import { evaluate } from "./expressions.ts";
import { HandedOut } from "./handed-out.ts";
import { invoke } from "./invoke.ts";
import { type Context, type InvokeArguments, type Machine, type NativeArguments, Unfollowed } from "./machine.ts";
import { read, write } from "./memory.ts";
import { Modules } from "./modules.ts";
import { type ClosureObj, external, externalRoot } from "./objects.ts";
import { SameAnswers } from "./same-answers.ts";
import { settle } from "./settle.ts";
import { execute } from "./statements.ts";
import { OPAQUE, type Taint } from "./taint.ts";
import { of, type Value } from "./value.ts";
import type { Watch } from "./watch.ts";

/** Steps of one run: a function of a hundred lines with its helpers takes some thousands. */
const MAX_STEPS = 400_000;

/**
 * Runs functions of the project on abstract values: both ways of a branch, loops until nothing changes, called
 * functions entered. What a value may owe to the first call (A) travels with it.
 */
export class Interpreter implements Machine {
  readonly project: SourceProject;
  readonly watch: Watch;
  readonly modules: Modules = new Modules();
  readonly running: Map<FunctionNode, number> = new Map();
  readonly answers: SameAnswers = new SameAnswers();
  readonly handedOut: HandedOut = new HandedOut();
  grown: number = Infinity;
  #steps = 0;
  readonly #openFields = new Map<string, Taint>();
  readonly #globals = new Map<string, Value>();
  readonly #packages = new Map<string, Value>();
  readonly #owners = new Map<string, { taint: Taint }>();

  constructor(project: SourceProject, watch: Watch) {
    this.project = project;
    this.watch = watch;
  }

  evaluate(node: Expression, context: Context): Value {
    return evaluate(this, node, context);
  }

  execute(node: Statement, context: Context): void {
    execute(this, node, context);
  }

  apply(callee: Value, call: NativeArguments): Value {
    return apply(this, callee, call);
  }

  invoke(closure: ClosureObj, call: InvokeArguments): Value {
    return invoke(this, closure, call);
  }

  read(object: Value, key: Value, context: Context): Value {
    return read(this, object, key, context);
  }

  write(object: Value, key: Value, value: Value, context: Context): void {
    write(this, object, key, value, context);
  }

  settle(value: Value, context: Context): Value {
    return settle(this, value, context);
  }

  exported(file: ParsedFile, name: string): Value {
    return this.modules.exported(this, file, name);
  }

  global(name: string): Value {
    const known = this.#globals.get(name);
    if (known !== undefined) return known;
    const value = globalValue(name) ?? of(external(externalRoot(name), name));
    this.#globals.set(name, value);
    return value;
  }

  package(specifier: string, name: string): Value {
    const key = `${specifier}#${name}`;
    const known = this.#packages.get(key);
    if (known !== undefined) return known;
    const value = frameworkExport(this, specifier, name) ?? this.#external(specifier, name);
    this.#packages.set(key, value);
    return value;
  }

  frameworkExport(specifier: string, name: string): Value | undefined {
    return frameworkExport(this, specifier, name) === undefined ? undefined : this.package(specifier, name);
  }

  #external(specifier: string, name: string): Value {
    const owner = this.#owners.get(specifier) ?? { taint: 0 };
    this.#owners.set(specifier, owner);
    const shown = name === "default" || name === "*" ? specifier : name;
    return of(external(externalRoot(`${specifier}#${name}`, owner), shown));
  }

  openField(name: string): Taint {
    return this.#openFields.get(name) ?? 0;
  }

  taintOpenField(name: string, taint: Taint): void {
    if (taint !== 0) this.#openFields.set(name, this.openField(name) | OPAQUE);
  }

  /** Steps so far. */
  get steps(): number {
    return this.#steps;
  }

  step(): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new Unfollowed("source.too-much-work");
  }

  grew(serial: number): void {
    this.grown = Math.min(this.grown, serial);
  }
}
