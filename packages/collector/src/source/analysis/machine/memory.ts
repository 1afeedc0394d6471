import { choosing, controlOf } from "./control.ts";
import { type Context, type Machine, Unfollowed } from "./machine.ts";
import {
  type ClassObj,
  type ClosureObj,
  external,
  type ExternalObj,
  type Obj,
  open,
  type RecordObj,
  type ResponseObj,
  rootTaint,
} from "./objects.ts";
import { KEEPS, readStateful } from "./kept-state.ts";
import { partOf, readData } from "./plain-data.ts";
import { isOutcome } from "./protocol-test.ts";
import { CAUGHT, has, OPAQUE, type Taint, WRAPPED } from "./taint.ts";
import { type Cell, exactText, join, NOTHING, of, scalar, tainted, type Value } from "./value.ts";

/** A value that may be so many things at once is not worth following. */
const MAX_REFS = 48;
/** Objects one value may lead to. */
const MAX_WHOLE = 2_000;

/** Adds to what a place may hold. */
export function store(machine: Machine, cell: Cell, value: Value, name: string): void {
  machine.watch.noteWrite(cell, name);
  tellsBehind(machine, cell);
  keep(machine, cell, value, name);
}

/** The same, where nobody can tell when that was done. */
export function keep(machine: Machine, cell: Cell, value: Value, name: string): void {
  const joined = join(cell.value, value);
  if (joined === cell.value) return;
  if (joined.refs.length > MAX_REFS) throw new Unfollowed("source.too-many-values", { name });
  cell.value = joined;
  machine.grew(cell.serial);
}

/** Whether a place was written to tells whether A worked, once A's failing is caught. */
export function tellsBehind(machine: Machine, cell: Cell): void {
  machine.watch.behind(() => {
    cell.value = tainted(cell.value, CAUGHT);
    machine.grew(cell.serial);
  }, cell.serial);
}

export function load(machine: Machine, cell: Cell): Value {
  machine.watch.noteRead(cell);
  return cell.value;
}

/** `object[key]` */
export function read(machine: Machine, whole: Value, key: Value, context: Context): Value {
  machine.step();
  machine.watch.mayFail(whole.taint);
  const object = tellsOutcome(whole, key) ? { ...whole, taint: whole.taint & ~WRAPPED } : whole;
  let result = scalar(object.taint | key.taint);
  const inner = machine.watch.to ? choosing(context, object.taint | key.taint) : context;
  for (const ref of object.refs) result = join(result, readRef(machine, ref, key, inner));
  if (object.refs.length === 0 && object.text === undefined) return result;
  return tainted(result, object.taint | key.taint);
}

/** `result.ok` of what a client made of an answer: whether asking failed, and no more than was put there. */
function tellsOutcome({ taint, refs }: Value, key: Value): boolean {
  const name = has(taint, WRAPPED) ? exactText(key) : undefined;
  if (name === undefined || !isOutcome(name)) return false;
  return refs.every((ref) => ref.kind === "record" && ref.shape === "closed" && ref.fields.has(name));
}

function readRef(machine: Machine, ref: Obj, key: Value, context: Context): Value {
  switch (ref.kind) {
    case "record":
      return readRecord(machine, ref, key, context);
    case "external":
      return readExternal(machine, ref, key);
    case "namespace": {
      const name = exactText(key);
      if (name === undefined) throw new Unfollowed("source.computed-import", {});
      return machine.exported(ref.file, name);
    }
    case "response":
      return readResponse(ref, key);
    case "class":
      return readClass(machine, ref, key, context);
    case "element":
      return exactText(key) === "props" ? join(readOwn(machine, ref, key), ref.props) : readOwn(machine, ref, key);
    default:
      return readOwn(machine, ref, key);
  }
}

function readOwn(machine: Machine, ref: Obj, key: Value): Value {
  machine.watch.meet(ref.taint);
  const name = exactText(key);
  // What is not there may come to be, and how much there is may change.
  if (name === undefined || !ref.fields.has(name)) machine.watch.noteShape(ref);
  let result = scalar(ref.taint);
  if (name === undefined) {
    for (const cell of ref.fields.values()) result = join(result, load(machine, cell));
  } else {
    const cell = ref.fields.get(name);
    if (cell !== undefined) result = join(result, load(machine, cell));
    // How many entries there are owes to each of them.
    else if (ref.kind === "record" && ref.collection)
      for (const entry of ref.fields.values()) result = tainted(result, load(machine, entry).taint);
  }
  return ref.rest === undefined ? result : join(result, load(machine, ref.rest));
}

function readRecord(machine: Machine, ref: RecordObj, key: Value, context: Context): Value {
  if (ref.shape === "data") return readData(machine, ref, key);
  const name = exactText(key);
  const own = readOwn(machine, ref, key);
  if (name === undefined) return ref.shape === "open" ? join(own, openChild(machine, ref, "[]")) : own;
  const getter = ref.accessors.get(name)?.get ?? findAccessor(ref.type, name)?.get;
  if (getter !== undefined) {
    const self = of(ref);
    return join(own, machine.invoke(getter, { self, args: [], context }));
  }
  if (ref.fields.has(name)) return own;
  const method = findMethod(ref.type, name);
  if (method !== undefined) return join(own, of(method));
  if (ref.type !== undefined) return join(own, readParent(machine, ref.type, key, context));
  return ref.shape === "open" ? join(own, openChild(machine, ref, name)) : own;
}

/** What an object from outside holds under a name: always the same object, so that two ways to it meet. */
function openChild(machine: Machine, ref: RecordObj, name: string): Value {
  const shared = machine.openField(name);
  machine.watch.meet(shared);
  const known = ref.fields.get(name);
  if (known !== undefined) return tainted(load(machine, known), shared);
  // Settings of the process are texts; what the program sets there itself is a field that is known.
  if (/^(?:process\.env|import\.meta\.env|env)$/.test(ref.name)) return scalar(ref.taint | shared);
  const child = /^[#_]?fetch$/.test(name)
    ? machine.global("fetch")
    : of(partOf(ref, open(`${ref.name}.${name}`, 0, { pinned: ref.pinned, pending: ref.pending })));
  const cell = { value: child, serial: ref.serial };
  ref.fields.set(name, cell);
  return tainted(load(machine, cell), ref.taint | shared);
}

function readExternal(machine: Machine, ref: ExternalObj, key: Value): Value {
  const name = exactText(key) ?? "[]";
  if (KEEPS.has(ref.root.name)) return readStateful(machine, ref, name);
  const exported = exportOf(machine, ref, name);
  if (exported !== undefined) return exported;
  const taint = rootTaint(ref);
  machine.watch.meet(taint);
  const written = ref.fields.get(name);
  const known = ref.fields.get(`=${name}`);
  const child = known?.value ?? of(external(ref.root, `${ref.name}.${name}`, ref.taint, ref.pending));
  if (known === undefined) ref.fields.set(`=${name}`, { value: child, serial: ref.serial });
  const result = tainted(child, taint);
  return written === undefined ? result : join(result, load(machine, written));
}

/** Packages whose default export is all of their exports. */
const ALL_BY_DEFAULT = /^(?:react|undici|(?:node:)?(?:http|https|events|timers\/promises))$/;

/** `import * as React from "react"`: `React.cache` is the export of that name. */
export function exportOf(machine: Machine, ref: ExternalObj, name: string): Value | undefined {
  const [specifier = "", exported] = ref.root.name.split("#");
  if (ref.name !== specifier || (exported !== "*" && !(exported === "default" && ALL_BY_DEFAULT.test(specifier))))
    return undefined;
  return machine.frameworkExport(specifier, name);
}

/** What a response says of nothing but its success. */
const OF_SUCCESS = new Set(["ok", "status", "statusText", "statusCode"]);

function readResponse(ref: ResponseObj, key: Value): Value {
  const name = exactText(key);
  if (name !== undefined && OF_SUCCESS.has(name)) return scalar(ref.status);
  if (name === "body" && ref.undici) return of(ref, ref.taint);
  return tainted(of(open("response.member")), ref.content);
}

function readClass(machine: Machine, ref: ClassObj, key: Value, context: Context): Value {
  const name = exactText(key);
  const own = readOwn(machine, ref, key);
  const getter = name === undefined ? undefined : ref.accessors.get(`static ${name}`)?.get;
  if (getter !== undefined) return join(own, machine.invoke(getter, { self: of(ref), args: [], context }));
  if (name !== undefined && ref.fields.has(name)) return own;
  return ref.parent.refs.length === 0 ? own : join(own, read(machine, ref.parent, key, context));
}

/** A member of an instance whose class leaves the project: `class Repo extends PackageRepo`. */
function readParent(machine: Machine, type: ClassObj, key: Value, context: Context): Value {
  for (let at: ClassObj | undefined = type; at !== undefined; at = parentClass(at)) {
    const outside = at.parent.refs.find((ref) => ref.kind === "external");
    if (outside !== undefined) return read(machine, of(outside), key, context);
  }
  return NOTHING;
}

export function findMethod(type: ClassObj | undefined, name: string): Obj | undefined {
  for (let at = type; at !== undefined; at = parentClass(at)) {
    const method = at.methods.get(name);
    if (method !== undefined) return method;
  }
  return undefined;
}

function findAccessor(type: ClassObj | undefined, name: string): ReturnType<ClassObj["accessors"]["get"]> {
  for (let at = type; at !== undefined; at = parentClass(at)) {
    const accessor = at.accessors.get(name);
    if (accessor !== undefined) return accessor;
  }
  return undefined;
}

export function parentClass(type: ClassObj): ClassObj | undefined {
  return type.parent.refs.find((ref): ref is ClassObj => ref.kind === "class");
}

/** `object[key] = value` */
export function write(machine: Machine, object: Value, key: Value, value: Value, context: Context): void {
  machine.step();
  // Which of several things is written to may be A's choice.
  const control = key.taint | object.taint | controlOf(context);
  const name = exactText(key);
  for (const ref of object.refs) {
    const added = tainted(value, control | machine.watch.writing(ref.serial));
    const setter = ref.kind === "record" && name !== undefined ? setterOf(ref, name) : undefined;
    if (setter !== undefined) {
      machine.invoke(setter, { self: of(ref), args: [added], context });
      continue;
    }
    if (ref.kind === "external") {
      addTaint(machine, ref.root, added.taint);
      if (!machine.handedOut.keepAll(ref.root, [value])) addTaint(machine, ref.root, OPAQUE);
      machine.watch.noteWrite(ref.root.cell, name ?? ref.name);
    }
    if (ref.kind === "record" && ref.shape === "open" && name !== undefined) {
      machine.taintOpenField(name, added.taint);
      machine.watch.behind(() => machine.taintOpenField(name, CAUGHT));
    }
    if (name === undefined) writeRest(machine, ref, added);
    else writeField(machine, ref, name, added);
  }
}

function setterOf(ref: RecordObj, name: string): ClosureObj | undefined {
  return ref.accessors.get(name)?.set ?? findAccessor(ref.type, name)?.set;
}

export function writeField(machine: Machine, ref: Obj, name: string, value: Value): void {
  const cell = ref.fields.get(name);
  if (cell !== undefined) return store(machine, cell, value, name);
  const added: Cell = { value: NOTHING, serial: ref.serial };
  ref.fields.set(name, added);
  machine.watch.noteReshape(ref, name);
  store(machine, added, value, name);
}

export function writeRest(machine: Machine, ref: Obj, value: Value): void {
  ref.rest ??= { value: NOTHING, serial: ref.serial };
  machine.watch.noteReshape(ref, "[]");
  store(machine, ref.rest, value, "[]");
  addTaint(machine, ref, value.taint);
}

/** Everything of a value goes into what is being made or sent: what it owes to A, and all of it is read. */
export function wholeTaint(machine: Machine, value: Value): Taint {
  const { watch } = machine;
  if (value.refs.length === 0 || !watch.answering) return deepTaint(value);
  const seen = new Set<Obj>();
  const left: Obj[] = [...value.refs];
  for (let ref = left.pop(); ref !== undefined && seen.size < MAX_WHOLE; ref = left.pop()) {
    if (seen.has(ref)) continue;
    seen.add(ref);
    watch.noteShape(ref);
    if (ref.kind === "external") watch.noteRead(ref.root.cell);
    if (ref.kind === "closure" || ref.kind === "class" || ref.kind === "native") continue;
    for (const cell of ref.rest === undefined ? ref.fields.values() : [...ref.fields.values(), ref.rest])
      watch.noteRead(cell);
    for (const child of partsOf(ref)) left.push(...child.refs);
  }
  if (seen.size >= MAX_WHOLE) throw new Unfollowed("source.too-many-values", {});
  return deepTaint(value);
}

/** Everything reachable from a value, as taint; what is too wide to walk counts as not followed. */
export function deepTaint(value: Value): Taint {
  let taint = value.taint;
  const seen = new Set<Obj>();
  const left: Obj[] = [...value.refs];
  for (let ref = left.pop(); ref !== undefined; ref = left.pop()) {
    if (seen.has(ref)) continue;
    seen.add(ref);
    if (seen.size > MAX_WHOLE) return taint | OPAQUE;
    taint |= ownTaint(ref);
    if (ref.kind === "record" && PRINTS.some((name) => isClosure(ref.fields.get(name)))) taint |= OPAQUE;
    for (const child of partsOf(ref)) {
      taint |= child.taint;
      left.push(...child.refs);
    }
  }
  return taint;
}

/** Own functions that run when a thing is printed: what they read is not looked into. */
const PRINTS = ["toString", "valueOf", "toJSON", "@@toPrimitive"];

function isClosure(cell: Cell | undefined): boolean {
  return cell?.value.refs.some(({ kind }) => kind === "closure") === true;
}

function ownTaint(ref: Obj): Taint {
  if (ref.kind === "external") return rootTaint(ref);
  if (ref.kind === "response") return ref.taint | ref.content | ref.status;
  if (ref.kind === "promise") return ref.taint;
  return ref.taint;
}

/** Values an object gives access to. Functions are not looked into: they are met when they are called. */
export function partsOf(ref: Obj): Value[] {
  const parts: Value[] = [];
  if (ref.kind === "closure" || ref.kind === "class" || ref.kind === "native") return parts;
  for (const [name, cell] of ref.fields) if (!name.startsWith("=")) parts.push(cell.value);
  if (ref.rest !== undefined) parts.push(ref.rest.value);
  if (ref.kind === "promise") parts.push(ref.value);
  if (ref.kind === "element") parts.push(ref.props);
  return parts;
}

/** Marks everything reachable as possibly changed by code that was not followed. */
export function taintDeep(machine: Machine, value: Value, taint: Taint): void {
  if (taint === 0) return;
  const seen = new Set<Obj>();
  const left: Obj[] = [...value.refs];
  for (let ref = left.pop(); ref !== undefined && seen.size < MAX_WHOLE; ref = left.pop()) {
    if (seen.has(ref)) continue;
    seen.add(ref);
    if (ref.kind === "external") ref.root.taint |= taint;
    addTaint(machine, ref, taint);
    for (const child of partsOf(ref)) left.push(...child.refs);
  }
}

export function addTaint(machine: Machine, ref: { taint: Taint }, taint: Taint): void {
  const serial = "serial" in ref && typeof ref.serial === "number" ? ref.serial : 0;
  machine.watch.behind(() => {
    ref.taint |= CAUGHT;
    machine.grew(serial);
  }, serial);
  if ((ref.taint | taint) === ref.taint) return;
  ref.taint |= taint;
  machine.grew(serial);
}
