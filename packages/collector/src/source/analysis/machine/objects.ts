import type { Class } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import type { Environment } from "./environment.ts";
import type { NativeCall } from "./machine.ts";
import type { Taint } from "./taint.ts";
import type { Cell, Value } from "./value.ts";

/** Has A's promise settled once this one has? */
export type Pending = "no" | "maybe" | "yes";

interface Base {
  /** Order of creation: tells what A made from what was there before. */
  readonly serial: number;
  /** What the object's shape owes to A: which fields or elements it has. */
  taint: Taint;
  readonly fields: Map<string, Cell>;
  /** Elements of an array, values under keys that are not known. */
  rest: Cell | undefined;
}

/** An object, array or instance; also objects that came from outside, whose fields appear as they are asked for. */
export interface RecordObj extends Base {
  readonly kind: "record";
  /** `closed`: all fields are known. `open`: came from outside. `data`: plain answered data, all parts alike. */
  readonly shape: "closed" | "open" | "data";
  readonly array: boolean;
  /** A keyed collection (Map, Set, WeakMap). */
  readonly collection: boolean;
  readonly type: ClassObj | undefined;
  readonly accessors: Map<string, { get?: ClosureObj; set?: ClosureObj }>;
  /** Where an open object came from (`event`, `event.locals`). */
  readonly name: string;
  /** Functions handed to an object from outside, which it may call at any time. */
  readonly callbacks: ClosureObj[];
  /** By whom functions that it or a part of it is handed are kept. */
  readonly holder: object;
  /** One connection, whose statements come one after the other. */
  readonly pinned: boolean;
  /** Of a part of plain data: how far it lies below the whole. */
  readonly depth: number;
  /** An answer of something from outside may be a promise: has A's settled once it has? */
  pending: Pending;
}

export interface ClosureObj extends Base {
  readonly kind: "closure";
  readonly node: FunctionNode;
  readonly file: ParsedFile;
  readonly scope: Environment;
  /** `this` of an arrow function, or of a method taken from a known object. */
  readonly self: Value | undefined;
  /** The class a method belongs to, for `super`. */
  readonly home: ClassObj | undefined;
}

export interface ClassObj extends Base {
  readonly kind: "class";
  readonly node: Class;
  readonly file: ParsedFile;
  readonly scope: Environment;
  readonly parent: Value;
  readonly methods: Map<string, ClosureObj>;
  readonly accessors: Map<string, { get?: ClosureObj; set?: ClosureObj }>;
}

export interface PromiseObj extends Base {
  readonly kind: "promise";
  value: Value;
  pending: Pending;
  /** What code that awaits this owes to its failing. */
  fails: Taint;
}

/** State of a package's object; everything reached from it shares it. */
export interface ExternalRoot {
  readonly name: string;
  /** The package's own state: a call that may change one export may change the others. */
  readonly owner: { taint: Taint };
  /** By whom functions that it is handed are kept: the package, or a thing of its own. */
  readonly holder: object;
  taint: Taint;
  /** Functions handed to it, which it may call at any time. */
  readonly callbacks: ClosureObj[];
  /** One connection, whose statements come one after the other. */
  readonly pinned: boolean;
  /** Stands for all it keeps, where who reads and who writes it is told apart. */
  readonly cell: Cell;
}

/** Something from a package or the runtime whose inside is not followed. */
export interface ExternalObj extends Base {
  readonly kind: "external";
  readonly root: ExternalRoot;
  /** Path from the import: `axios.get`. */
  readonly name: string;
  pending: Pending;
}

export interface NativeObj extends Base {
  readonly kind: "native";
  readonly name: string;
  readonly call: NativeCall;
}

export interface NamespaceObj extends Base {
  readonly kind: "namespace";
  readonly file: ParsedFile;
}

/** The answer of `fetch`, or of undici's `request`: success and content are told apart. */
export interface ResponseObj extends Base {
  readonly kind: "response";
  readonly content: Taint;
  readonly status: Taint;
  /** undici's: its `body` has the methods that a `fetch`'s has itself. */
  readonly undici: boolean;
}

/** A rendered or yet to be rendered component. */
export interface ElementObj extends Base {
  readonly kind: "element";
  readonly component: Value;
  readonly props: Value;
  /** Stands for what one `return` gives: what else the function may give is none of its conditions. */
  readonly way: boolean;
}

export type Obj =
  | RecordObj
  | ClosureObj
  | ClassObj
  | PromiseObj
  | ExternalObj
  | NativeObj
  | NamespaceObj
  | ResponseObj
  | ElementObj;

let created = 0;

/** A number higher than every one given before. */
export function nextSerial(): number {
  created += 1;
  return created;
}

function base(taint: Taint): Base {
  return { serial: nextSerial(), taint, fields: new Map(), rest: undefined };
}

export function record(
  options: Partial<
    Pick<RecordObj, "shape" | "array" | "collection" | "type" | "name" | "taint" | "pinned" | "pending" | "holder">
  > = {},
): RecordObj {
  return {
    ...base(options.taint ?? 0),
    kind: "record",
    shape: options.shape ?? "closed",
    array: options.array ?? false,
    collection: options.collection ?? false,
    type: options.type,
    accessors: new Map(),
    name: options.name ?? "",
    callbacks: [],
    holder: options.holder ?? {},
    pinned: options.pinned ?? false,
    depth: 0,
    pending: options.pending ?? "no",
  };
}

/** Something that came from outside: a parameter of the entry, a value of an unknown function. */
export function open(
  name: string,
  taint: Taint = 0,
  options: Partial<Pick<RecordObj, "pinned" | "pending" | "holder">> = {},
): RecordObj {
  return record({ shape: "open", name, taint, ...options });
}

/** Plain data: JSON, rows, texts. */
export function data(taint: Taint): RecordObj {
  return record({ shape: "data", taint });
}

export function array(elements: readonly Value[]): RecordObj {
  const made = record({ array: true });
  elements.forEach((value, index) => made.fields.set(String(index), { value, serial: made.serial }));
  return made;
}

/** An array of unknown length whose elements are all `element`. */
export function listOf(element: Value, taint: Taint = 0): RecordObj {
  const made = record({ array: true, taint });
  made.rest = { value: element, serial: made.serial };
  return made;
}

export function promise(value: Value, pending: Pending = "no", fails: Taint = 0): PromiseObj {
  return { ...base(0), kind: "promise", value, pending, fails };
}

export function native(name: string, call: NativeCall): NativeObj {
  return { ...base(0), kind: "native", name, call };
}

export function response(content: Taint, status: Taint, undici: boolean = false): ResponseObj {
  return { ...base(0), kind: "response", content, status, undici };
}

export function externalRoot(
  name: string,
  owner: { taint: Taint } = { taint: 0 },
  pinned: boolean = false,
  holder: object = owner,
): ExternalRoot {
  const cell = { value: { taint: 0, refs: [] }, serial: nextSerial() };
  return { name, owner, holder, taint: 0, callbacks: [], pinned, cell };
}

/** What a thing of a package owes to A: by itself, by what it belongs to, and by its package. */
export function rootTaint(ref: ExternalObj): Taint {
  return ref.taint | ref.root.taint | ref.root.owner.taint;
}

export function external(root: ExternalRoot, name: string, taint: Taint = 0, pending: Pending = "no"): ExternalObj {
  return { ...base(taint), kind: "external", root, name, pending };
}

export function externalsOf({ refs }: Value): readonly ExternalObj[] {
  return refs.filter((ref): ref is ExternalObj => ref.kind === "external");
}

/** Whether A has settled once this has; `undefined` for what is no promise as far as anyone can tell. */
export function pendingOf(ref: Obj): Pending | undefined {
  if (ref.kind === "promise" || ref.kind === "external") return ref.pending;
  return ref.kind === "record" && ref.pending !== "no" ? ref.pending : undefined;
}

/** The newest function values of each function in the source, oldest first, whoever made them. */
const values = new WeakMap<FunctionNode, ClosureObj[]>();
/** Values of one function that are kept: `withAuth(…)` called for every route of a file. */
const MAX_VALUES = 12;

export function closure(parts: Omit<ClosureObj, keyof Base | "kind">): ClosureObj {
  const made: ClosureObj = { ...base(0), kind: "closure", ...parts };
  const known = values.get(parts.node);
  if (known === undefined) values.set(parts.node, [made]);
  else {
    known.push(made);
    if (known.length > MAX_VALUES) known.shift();
  }
  return made;
}

/** The newest value of a function that was made after `serial`, or one made `before` as many others. */
export function closureSince(node: FunctionNode, serial: number, before: number = 0): ClosureObj | undefined {
  const found = values.get(node)?.at(-1 - before);
  return found !== undefined && found.serial > serial ? found : undefined;
}

export function classObj(parts: Omit<ClassObj, keyof Base | "kind" | "methods" | "accessors">): ClassObj {
  return { ...base(0), kind: "class", methods: new Map(), accessors: new Map(), ...parts };
}

export function namespace(file: ParsedFile): NamespaceObj {
  return { ...base(0), kind: "namespace", file };
}

export function element(component: Value, props: Value): ElementObj {
  return { ...base(0), kind: "element", component, props, way: false };
}

/** Elements as one `return` of a component gives them, under what that return owes to. */
export function wayOut(given: Value, control: Taint): ElementObj {
  return { ...base(control), kind: "element", component: { taint: 0, refs: [] }, props: given, way: true };
}
