import { controlOf, under } from "../machine/control.ts";
import { elementsOf } from "../machine/elements.ts";
import type { Context, Machine, NativeArguments } from "../machine/machine.ts";
import { addTaint, load, wholeTaint, writeRest } from "../machine/memory.ts";
import { listOf, type Obj, type RecordObj } from "../machine/objects.ts";
import { exactText, join, joinAll, NOTHING, of, scalar, type Text, tainted, type Value } from "../machine/value.ts";

const ADDS = new Set(["push", "unshift", "splice", "fill"]);
const CHANGES = new Set([...ADDS, "pop", "shift", "sort", "reverse", "copyWithin"]);
const CALLS = new Set(
  "map filter forEach flatMap find findLast findIndex findLastIndex some every reduce reduceRight sort toSorted".split(
    " ",
  ),
);
const LISTS = new Set(
  "map filter flatMap concat slice splice sort toSorted reverse toReversed toSpliced with flat fill entries values keys copyWithin".split(
    " ",
  ),
);
const GIVES = new Set(
  "find findLast at pop shift reduce reduceRight splice slice filter concat sort toSorted reverse toReversed flat values entries fill with".split(
    " ",
  ),
);
const OTHER = new Set("join indexOf lastIndexOf includes push unshift toString length".split(" "));

export function isArrayMethod(name: string): boolean {
  return CALLS.has(name) || LISTS.has(name) || GIVES.has(name) || CHANGES.has(name) || OTHER.has(name);
}

/** A method of an array, or of data that may be one. */
export function callArray(machine: Machine, ref: RecordObj, name: string, call: NativeArguments): Value {
  const self = of(ref, call.self.taint);
  const each = elementsOf(machine, self);
  if (CHANGES.has(name)) change(machine, ref, name, call);
  const called = CALLS.has(name) ? (inOrder(machine, ref, name, call) ?? callEach(machine, each, name, call)) : NOTHING;
  const taint = each.taint | ref.taint | call.self.taint;
  const values = partsOf(ref, name, each, called, call);
  if (LISTS.has(name)) return of(listOf(values, ref.taint), taint & call.self.taint);
  if (GIVES.has(name)) return tainted(values, call.self.taint | ref.taint);
  const text = name === "join" ? joinedText(ref, call) : undefined;
  if (text !== undefined) return { taint: taint | wholeTaint(machine, self), refs: [], text };
  return scalar(
    name === "join" || name === "toString"
      ? taint | wholeTaint(machine, self)
      : taint | called.taint | argumentsTaint(machine, call),
  );
}

/** Of a list that is known to its last text: `strings.join("")` of a tagged template. */
function joinedText({ shape, rest, fields }: RecordObj, { args: [between] }: NativeArguments): Text | undefined {
  const separator = between === undefined ? "," : exactText(between);
  if (shape !== "closed" || rest !== undefined || separator === undefined) return undefined;
  const texts = [...fields].filter(([name]) => /^\d+$/.test(name)).map(([, { value }]) => exactText(value));
  return texts.every((text) => text !== undefined) ? { text: texts.join(separator), exact: true } : undefined;
}

function argumentsTaint(machine: Machine, call: NativeArguments): number {
  return call.args.reduce((taint, value) => taint | wholeTaint(machine, value), 0);
}

function change(machine: Machine, ref: RecordObj, name: string, call: NativeArguments): void {
  const owed = call.self.taint | controlOf(call.context) | machine.watch.writing(ref.serial);
  machine.watch.noteReshape(ref, name);
  addTaint(machine, ref, owed);
  // Which element stands where is no longer known.
  ref.rest ??= { value: NOTHING, serial: ref.serial };
  if (ADDS.has(name)) for (const value of call.args) writeRest(machine, ref, tainted(value, owed));
}

/** The elements of what the method gives. */
function partsOf(ref: RecordObj, name: string, each: Value, called: Value, call: NativeArguments): Value {
  switch (name) {
    case "map":
      return called;
    case "flatMap":
      return join(called, joinAll(called.refs.map(inner)));
    case "concat":
    case "with":
    case "fill":
    case "toSpliced":
      return joinAll([each, ...call.args, ...call.args.flatMap(({ refs }) => refs.map(inner))]);
    case "reduce":
    case "reduceRight":
      // Of a list in order the last round's answer is the answer.
      return ref.rest === undefined && ref.shape === "closed" && ref.fields.size > 0 && ref.fields.size <= MAX_IN_ORDER
        ? called
        : join(called, call.args[1] ?? each);
    case "flat":
      return join(each, joinAll(each.refs.map(inner)));
    case "filter":
      return tainted(each, called.taint);
    default:
      return join(each, scalar(called.taint));
  }
}

function inner(ref: Obj): Value {
  return joinAll([...[...ref.fields.values()].map(({ value }) => value), ref.rest?.value ?? NOTHING]);
}

/** Elements up to which a list is folded one by one. */
const MAX_IN_ORDER = 16;

/** `[a, b].reduceRight((next, wrap) => wrap(next), handler)` of a list that is known: each element in its turn. */
function inOrder(machine: Machine, ref: RecordObj, name: string, call: NativeArguments): Value | undefined {
  const [callback, initial] = call.args;
  if (!name.startsWith("reduce") || ref.shape !== "closed" || ref.rest !== undefined || callback === undefined)
    return undefined;
  const cells = [...ref.fields.values()];
  const values = cells.map((cell) => load(machine, cell));
  if (name === "reduceRight") values.reverse();
  if (values.length === 0 || values.length > MAX_IN_ORDER) return undefined;
  machine.watch.noteShape(ref);
  const context = under(call.context, ref.taint | call.self.taint);
  const start = initial === undefined ? (values.shift() ?? NOTHING) : initial;
  return values.reduce((sum, each) => applyEach(machine, callback, [sum, each], { ...call, context }), start);
}

/** Runs the callback with what the array holds; twice for `reduce`, whose answer comes back as its first argument. */
function callEach(machine: Machine, each: Value, name: string, call: NativeArguments): Value {
  const [callback] = call.args;
  if (callback === undefined) return NOTHING;
  // A field's name where a function could stand, as toolboxes allow: the fields of that name.
  if (callback.refs.length === 0 && callback.text !== undefined) return machine.read(each, callback, call.context);
  const context: Context = under(call.context, each.taint | call.self.taint);
  const run = (args: readonly Value[]): Value => applyEach(machine, callback, args, { ...call, context });
  if (!name.startsWith("reduce")) return run(name.includes("ort") ? [each, each] : [each, scalar(0), call.self]);
  const first = run([call.args[1] ?? each, each]);
  return join(first, run([join(first, call.args[1] ?? each), each]));
}

/** A callback runs again and again, and none of its rounds waits in the caller. */
function applyEach(machine: Machine, callback: Value, args: readonly Value[], call: NativeArguments): Value {
  return machine.apply(callback, { ...call, self: NOTHING, args, construct: false });
}
