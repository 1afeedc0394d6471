import type { Node } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import { elementsOf } from "./elements.ts";
import type { Context, Machine } from "./machine.ts";
import { load, writeField, writeRest } from "./memory.ts";
import { closure, type Obj, open, record, type RecordObj } from "./objects.ts";
import { keyOf } from "./patterns.ts";
import { exactText, of, tainted, type Value } from "./value.ts";

/** `{ a, b: c, ...d, get e() {}, f() {} }` */
export function evaluateObject(
  machine: Machine,
  node: Extract<Node, { type: "ObjectExpression" }>,
  context: Context,
): Value {
  const spreadsOpen: Obj[] = [];
  const made = record();
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      const spread = machine.evaluate(property.argument, context);
      spreadInto(machine, made, spread);
      spreadsOpen.push(...spread.refs.filter(isOpen));
      continue;
    }
    const key = keyOf(machine, property, context);
    const name = exactText(key);
    const isMethod = property.method || property.kind !== "init";
    const value = isMethod
      ? of(
          closure({
            node: property.value as FunctionNode,
            file: context.file,
            scope: context.scope,
            self: undefined,
            home: undefined,
          }),
        )
      : machine.evaluate(property.value, context);
    if (name === undefined) writeRest(machine, made, tainted(value, key.taint));
    else if (property.kind === "init") writeField(machine, made, name, value);
    else addAccessor(made, name, property.kind, value);
  }
  return spreadsOpen.length === 0 ? of(made) : withUnknownParts(machine, made, spreadsOpen);
}

function isOpen(ref: Obj): boolean {
  return ref.kind === "external" || (ref.kind === "record" && ref.shape !== "closed");
}

/** Copies what a spread gives; of something from outside, only that something is in it is known. */
export function spreadInto(machine: Machine, target: RecordObj, value: Value): void {
  target.taint |= value.taint;
  for (const ref of value.refs) {
    target.taint |= ref.taint;
    if (ref.kind !== "record" || ref.shape !== "closed") {
      writeRest(machine, target, elementsOf(machine, of(ref, value.taint)));
      continue;
    }
    for (const [name, cell] of ref.fields) writeField(machine, target, name, tainted(load(machine, cell), value.taint));
    if (ref.rest !== undefined) writeRest(machine, target, load(machine, ref.rest));
    for (const [name, accessor] of ref.accessors)
      if (accessor.get !== undefined) writeRest(machine, target, of(open(name, ref.taint)));
  }
}

/** An object whose further fields are unknown: what is not found in it may be one of theirs. */
function withUnknownParts(machine: Machine, made: RecordObj, spreads: readonly Obj[]): Value {
  const unknown = record({ shape: "open", name: "spread", taint: made.taint });
  for (const [name, cell] of made.fields) unknown.fields.set(name, cell);
  if (made.rest !== undefined) unknown.rest = made.rest;
  for (const spread of spreads) unknown.taint |= spread.taint;
  for (const [name, accessor] of made.accessors) unknown.accessors.set(name, accessor);
  machine.grew(made.serial);
  return of(unknown);
}

function addAccessor(made: RecordObj, name: string, kind: "get" | "set", value: Value): void {
  const [ref] = value.refs;
  if (ref?.kind !== "closure") return;
  const accessor = made.accessors.get(name) ?? {};
  if (kind === "get") accessor.get = ref;
  else accessor.set = ref;
  made.accessors.set(name, accessor);
}
