import type { Class, Node } from "oxc-parser";
import type { Activation, Context, Machine, NativeArguments } from "./machine.ts";
import { parentClass, writeField } from "./memory.ts";
import { type ClassObj, classObj, closure, type ClosureObj, record } from "./objects.ts";
import { keyOf } from "./patterns.ts";
import { exactText, join, NOTHING, of, type Value } from "./value.ts";

export function declareClass(machine: Machine, node: Class, context: Context): void {
  const made = of(makeClass(machine, node, context));
  if (node.id !== null) {
    const cell = context.scope.own(node.id.name) ?? context.scope.declare(node.id.name, NOTHING);
    cell.value = join(cell.value, made);
  } else context.scope.declare("*default", made);
}

export function makeClass(machine: Machine, node: Class, context: Context): ClassObj {
  const parent = node.superClass === null ? NOTHING : machine.evaluate(node.superClass, context);
  const made = classObj({ node, file: context.file, scope: context.scope, parent });
  for (const member of node.body.body) addMember(machine, made, member, context);
  return made;
}

function addMember(machine: Machine, made: ClassObj, member: Node, context: Context): void {
  const inner = inClass(context, made, of(made));
  if (member.type === "StaticBlock") {
    for (const statement of member.body) machine.execute(statement, inner);
    return;
  }
  if (member.type === "PropertyDefinition" && member.static) {
    const name = exactText(keyOf(machine, member, inner));
    if (name !== undefined && member.value !== null)
      writeField(machine, made, name, machine.evaluate(member.value, inner));
    return;
  }
  if (member.type !== "MethodDefinition") return;
  const name = exactText(keyOf(machine, member, inner));
  if (name === undefined) return;
  const method = closure({
    node: member.value,
    file: context.file,
    scope: context.scope,
    self: undefined,
    home: made,
  });
  if (member.kind === "get" || member.kind === "set")
    addAccessor(made, member.static ? `static ${name}` : name, member.kind, method);
  else if (member.static) writeField(machine, made, name, of(method));
  else made.methods.set(name, method);
}

function addAccessor(made: ClassObj, name: string, kind: "get" | "set", method: ClosureObj): void {
  const accessor = made.accessors.get(name) ?? {};
  accessor[kind] = method;
  made.accessors.set(name, accessor);
}

function inClass(context: Context, home: ClassObj, self: Value): Context {
  const activation: Activation = { ...context.activation, self, home };
  return { ...context, activation };
}

/** `new Known(…)`: fields, then the constructor. */
export function instantiate(machine: Machine, type: ClassObj, call: NativeArguments): Value {
  const instance = of(record({ type }));
  construct(machine, type, instance, call);
  return instance;
}

/** Runs the field initialisers and the constructor of a class on an instance that exists. */
export function construct(machine: Machine, type: ClassObj, instance: Value, call: NativeArguments): void {
  const { context, args } = call;
  const maker = type.methods.get("constructor");
  const parent = parentClass(type);

  if (maker === undefined && parent !== undefined) construct(machine, parent, instance, call);
  const scope: Context = { ...inClass(context, type, instance), file: type.file, scope: type.scope };
  for (const member of type.node.body.body) {
    if (member.type !== "PropertyDefinition" || member.static || member.value === null) continue;
    const key = keyOf(machine, member, scope);
    machine.write(instance, key, machine.evaluate(member.value, scope), context);
  }
  if (maker !== undefined) machine.invoke(maker, { self: instance, args, context });
}
