import type { Expression, Node, Statement } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import type { SourceProject } from "../project/source-project.ts";
import type { Consumer } from "./consumer.ts";
import type { Environment } from "./environment.ts";
import type { Exits, Flow } from "./flow.ts";
import type { HandedOut } from "./handed-out.ts";
import type { Client } from "./protocol.ts";
import type { ClassObj, ClosureObj } from "./objects.ts";
import type { SameAnswers } from "./same-answers.ts";
import type { Taint } from "./taint.ts";
import type { Cell, Value } from "./value.ts";
import type { Watch } from "./watch.ts";

/** One running call of a function of the project. */
export interface Activation {
  readonly node: FunctionNode | undefined;
  readonly self: Value;
  readonly args: readonly Value[];
  readonly home: ClassObj | undefined;
  readonly exits: Exits;
  flow: Flow;
  /** Ways that ended by `return`, joined. */
  returned: Flow;
  result: Value;
  yielded: Value;
  readonly depth: number;
  /** Of a generator: the loop that each value goes to. */
  readonly consumer?: Consumer | undefined;
  /** The function that asks for others, whose part this is. */
  readonly client?: Client | undefined;
}

export interface Context {
  readonly file: ParsedFile;
  readonly scope: Environment;
  readonly activation: Activation;
  /** What reaching this point owes to A, besides the activation's exits. */
  readonly control: Taint;
  /** Reached only when some request failed: leaving from here is that failure passed on, whatever else led here. */
  readonly failing?: boolean;
  /** With `failing`: nothing that may follow gives an answer. */
  readonly lost?: boolean;
  /** In a handler: what was caught, and what its having been thrown owes to. */
  readonly caught?: { readonly cell: Cell; readonly handler: Node; readonly thrown: Taint };
  /** In a callback, where it is sure that it was told of an error. */
  readonly told?: boolean;
  /** The loop that goes over what a call gives, while that call is evaluated. */
  readonly consumer?: Consumer;
}

export interface NativeArguments {
  readonly self: Value;
  readonly args: readonly Value[];
  readonly context: Context;
  readonly node: Node;
  readonly construct: boolean;
}

export type NativeCall = (machine: Machine, call: NativeArguments) => Value;

/** The parts of the interpreter, joined here so that they can call one another. */
export interface Machine {
  readonly project: SourceProject;
  readonly watch: Watch;
  evaluate(node: Expression, context: Context): Value;
  execute(node: Statement, context: Context): void;
  /** Calls every function the value may be. */
  apply(callee: Value, call: NativeArguments): Value;
  invoke(closure: ClosureObj, call: InvokeArguments): Value;
  read(object: Value, key: Value, context: Context): Value;
  write(object: Value, key: Value, value: Value, context: Context): void;
  /** The value of an export, after its module ran. */
  exported(file: ParsedFile, name: string): Value;
  global(name: string): Value;
  package(specifier: string, name: string): Value;
  /** The same, where it is known what the export does. */
  frameworkExport(specifier: string, name: string): Value | undefined;
  /** Starts a promise's or an async function's value being waited for. */
  settle(value: Value, context: Context): Value;
  /** What a field of this name may owe to A in any object that came from outside: two of them may be one. */
  openField(name: string): Taint;
  taintOpenField(name: string, taint: Taint): void;
  /** Counts one step of work; throws `Unfollowed` over the budget. */
  step(): void;
  /** A place that is as old as this grew: loops that it is older than are run again until nothing does. */
  grew(serial: number): void;
  /** The oldest place that grew since this was last set. */
  grown: number;
  readonly answers: SameAnswers;
  readonly handedOut: HandedOut;
  /** Calls of each function that are running now. */
  readonly running: Map<FunctionNode, number>;
}

export interface InvokeArguments {
  readonly self: Value;
  readonly args: readonly Value[];
  readonly context: Context;
  /** The call in the source, where there is one. */
  readonly node?: Node;
}

/** Source nested so deeply that following it overflows the stack is not followed either; any other error is ours. */
export function asUnfollowed(error: unknown): Unfollowed {
  if (error instanceof Unfollowed) return error;
  if (error instanceof RangeError && /call stack/i.test(error.message)) return new Unfollowed("source.too-deep");
  throw error;
}

/** Something the interpreter does not follow: the answer is `unknown`, with this reason. */
export class Unfollowed extends Error {
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(reason: string, detail: Readonly<Record<string, string | number>> = {}) {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}
