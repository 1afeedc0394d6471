import type { AssignmentTarget, BindingPattern, Expression, Node } from "oxc-parser";
import { controlOf, under } from "./control.ts";
import type { Context, Machine } from "./machine.ts";
import { elementsOf } from "./elements.ts";
import { read, store, write } from "./memory.ts";
import { listOf, type Obj, record } from "./objects.ts";
import { type Cell, constant, exactText, join, NOTHING, of, tainted, type Value } from "./value.ts";

/** How names of a pattern take their values: as new bindings of a scope, or as assignments to what is there. */
export type Bind = "declare" | "assign";

type Pattern = BindingPattern | AssignmentTarget | Node;

/** Takes a value apart along a pattern: `const { a, b: [c] = d, ...rest } = value`. */
export function bind(machine: Machine, pattern: Pattern, value: Value, context: Context, how: Bind): void {
  machine.step();
  switch (pattern.type) {
    case "Identifier":
      return bindName(machine, pattern.name, value, context, how);
    case "AssignmentPattern": {
      const fallback = machine.evaluate(pattern.right, under(context, value.taint));
      return bind(machine, pattern.left, join(value, fallback), context, how);
    }
    case "ObjectPattern":
      return bindObject(machine, pattern.properties, value, context, how);
    case "ArrayPattern":
      return bindArray(machine, pattern.elements, value, context, how);
    case "RestElement":
      return bind(machine, pattern.argument, value, context, how);
    case "TSParameterProperty":
      return bind(machine, pattern.parameter, value, context, how);
    case "MemberExpression":
      return assignMember(machine, pattern, value, context);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return bind(machine, pattern.expression, value, context, how);
    default:
  }
}

function bindName(machine: Machine, name: string, value: Value, context: Context, how: Bind): void {
  const found: Cell | undefined = how === "declare" ? context.scope.own(name) : context.scope.find(name);
  const cell = found ?? context.scope.declare(name, NOTHING);
  store(machine, cell, tainted(value, controlOf(context) | machine.watch.writing(cell.serial)), name);
}

function assignMember(
  machine: Machine,
  target: Extract<Node, { type: "MemberExpression" }>,
  value: Value,
  context: Context,
): void {
  const object = machine.evaluate(target.object, context);
  write(machine, object, keyOf(machine, target, context), value, context);
}

/** The key of a member access, a property or a pattern. */
export function keyOf(
  machine: Machine,
  node: { readonly computed: boolean; readonly property?: Node; readonly key?: Node },
  context: Context,
): Value {
  const key = node.property ?? node.key;
  if (key === undefined) return NOTHING;
  if (key.type === "PrivateIdentifier") return constant(`#${key.name}`);
  if (!node.computed && key.type === "Identifier") return constant(key.name);
  if (isWellKnownSymbol(key)) return constant(`@@${key.property.name}`);
  return machine.evaluate(key as Expression, context);
}

/** `Symbol.iterator` */
function isWellKnownSymbol(
  key: Node,
): key is Extract<Node, { type: "MemberExpression" }> & { property: { name: string } } {
  if (key.type !== "MemberExpression" || key.computed || key.property.type !== "Identifier") return false;
  return key.object.type === "Identifier" && key.object.name === "Symbol" && key.property.name !== "for";
}

function bindObject(machine: Machine, properties: readonly Node[], value: Value, context: Context, how: Bind): void {
  for (const property of properties) {
    if (property.type === "RestElement") bind(machine, property.argument, restOf(value), context, how);
    if (property.type !== "Property") continue;
    const key = keyOf(machine, property, context);
    const part = read(machine, value, key, context);
    // What is not there is the default, whatever else the object owes to.
    if (property.value.type === "AssignmentPattern" && lacks(value, key)) {
      const fallback = machine.evaluate(property.value.right, context);
      bind(machine, property.value.left, tainted(fallback, part.taint), context, how);
    } else bind(machine, property.value, part, context, how);
  }
}

/** Is there no field of that name in any object this may be, as far as it was followed? */
function lacks(value: Value, key: Value): boolean {
  const name = exactText(key);
  return (
    name !== undefined &&
    value.refs.length > 0 &&
    value.refs.every(
      (ref) =>
        ref.kind === "record" &&
        ref.shape === "closed" &&
        ref.type === undefined &&
        ref.rest === undefined &&
        !ref.fields.has(name) &&
        !ref.accessors.has(name),
    )
  );
}

/** `...rest` of an object: the same places under a new object, and the very object where its places are not known. */
function restOf(value: Value): Value {
  const refs: Obj[] = value.refs.map((ref) => {
    if (ref.kind !== "record" || ref.shape !== "closed") return ref;
    const rest = record({ taint: ref.taint });
    for (const [name, cell] of ref.fields) rest.fields.set(name, cell);
    rest.rest = ref.rest;
    return rest;
  });
  return { taint: value.taint, refs };
}

function bindArray(
  machine: Machine,
  elements: readonly (Node | null)[],
  value: Value,
  context: Context,
  how: Bind,
): void {
  elements.forEach((element, index) => {
    if (element === null) return;
    if (element.type === "RestElement")
      bind(machine, element.argument, of(listOf(elementsOf(machine, value)), value.taint), context, how);
    else bind(machine, element, elementAt(machine, value, index, context), context, how);
  });
}

function elementAt(machine: Machine, value: Value, index: number, context: Context): Value {
  const indexed = value.refs.every((ref) => ref.kind === "record" && ref.array);
  if (value.refs.length > 0 && indexed) return read(machine, value, constant(String(index)), context);
  return elementsOf(machine, value);
}
