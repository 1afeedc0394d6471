import type { Node } from "oxc-parser";
import type { Context, Machine } from "./machine.ts";
import { writeField } from "./memory.ts";
import { array, element, record } from "./objects.ts";
import { spreadInto } from "./object-literal.ts";
import { NOTHING, of, type Value } from "./value.ts";

type Jsx = Extract<Node, { type: "JSXElement" | "JSXFragment" }>;

/** Makes the element; its component runs when, and if, it is rendered. */
export function evaluateJsx(machine: Machine, node: Jsx, context: Context): Value {
  const props = record();
  const children = node.children.map((child) => evaluateChild(machine, child, context));
  if (node.type === "JSXElement") addAttributes(machine, props, node.openingElement.attributes, context);
  if (children.length > 0) writeField(machine, props, "children", of(array(children)));
  const component = node.type === "JSXElement" ? nameValue(machine, node.openingElement.name, context) : NOTHING;
  return of(element(component, of(props)));
}

function addAttributes(
  machine: Machine,
  props: ReturnType<typeof record>,
  nodes: readonly Node[],
  context: Context,
): void {
  for (const attribute of nodes) {
    if (attribute.type === "JSXSpreadAttribute")
      spreadInto(machine, props, machine.evaluate(attribute.argument, context));
    if (attribute.type !== "JSXAttribute") continue;
    const name = attribute.name.type === "JSXIdentifier" ? attribute.name.name : attribute.name.name.name;
    writeField(
      machine,
      props,
      name,
      attribute.value === null ? NOTHING : evaluateChild(machine, attribute.value, context),
    );
  }
}

function evaluateChild(machine: Machine, node: Node, context: Context): Value {
  switch (node.type) {
    case "JSXExpressionContainer":
      return node.expression.type === "JSXEmptyExpression" ? NOTHING : machine.evaluate(node.expression, context);
    case "JSXSpreadChild":
      return machine.evaluate(node.expression, context);
    case "JSXElement":
    case "JSXFragment":
      return evaluateJsx(machine, node, context);
    default:
      return NOTHING;
  }
}

/** `<Item>` and `<Menu.Item>` name values; `<div>` names none. */
function nameValue(machine: Machine, name: Node, context: Context): Value {
  if (name.type === "JSXIdentifier") {
    if (/^[a-z]/.test(name.name)) return NOTHING;
    return machine.evaluate({ type: "Identifier", name: name.name, start: name.start, end: name.end }, context);
  }
  if (name.type !== "JSXMemberExpression") return NOTHING;
  const object = nameValue(machine, name.object, context);
  return machine.read(object, { taint: 0, refs: [], text: { text: name.property.name, exact: true } }, context);
}
