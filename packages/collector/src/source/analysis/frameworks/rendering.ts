import { reachedBy, under } from "../machine/control.ts";
import type { Context, Machine } from "../machine/machine.ts";
import { deepTaint, partsOf } from "../machine/memory.ts";
import { type ClosureObj, type ElementObj, type Obj, open, rootTaint } from "../machine/objects.ts";
import { has, NEEDS, OPAQUE, type Taint } from "../machine/taint.ts";
import { inTask } from "../machine/task.ts";
import { of, scalar, type Value } from "../machine/value.ts";
import type { FunctionNode } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";

/** Components within components; deeper trees are drawn by recursion, which two rounds show. */
const MAX_DEPTH = 60;
const MAX_SAME = 2;

/**
 * Runs the components of a tree of elements as a server that renders React does: a component after the one that gave
 * its element, with the props it was given; components side by side without waiting for one another.
 */
export class Rendering {
  /** Components that were run. */
  readonly rendered: Set<FunctionNode> = new Set();
  readonly #machine: Machine;
  readonly #within: (FunctionNode | Obj)[] = [];

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Runs a component and everything its result holds. */
  component(closure: ClosureObj, props: Value, context: Context): void {
    const machine = this.#machine;
    if (this.#count(closure.node) >= MAX_SAME) return;
    this.rendered.add(closure.node);
    inTask(machine, context, (task) => {
      const answered = machine.invoke(closure, { self: scalar(0), args: [props, of(open("ref"))], context: task });
      const result = machine.settle(answered, task);
      if (!task.activation.flow.dead) this.#inside(closure.node, () => this.#ways(result, task));
    });
  }

  /** Each way out of a component owes to its own conditions only. */
  #ways(result: Value, context: Context): void {
    const isWay = (ref: Obj): boolean => ref.kind === "element" && ref.way;
    for (const ref of result.refs)
      if (ref.kind === "element" && ref.way) this.tree(ref.props, reachedBy(context, ref.taint));
    this.tree({ ...result, refs: result.refs.filter((ref) => !isWay(ref)) }, context);
  }

  /** Runs every component a value may hold. */
  tree(value: Value, context: Context): void {
    this.#machine.step();
    const notes = this.#machine.watch.notes.length;
    const seen = this.#machine.watch.seen.length;
    for (const ref of value.refs) this.#ref(ref, value.taint, context);
    // What happens beside B is none of B's business.
    if (this.#machine.watch.seen.length === seen) this.#machine.watch.notes.length = notes;
  }

  #ref(ref: Obj, taint: Taint, context: Context): void {
    if (this.#within.length > MAX_DEPTH || this.#count(ref) > 0) return;
    if (ref.kind === "element") return this.#inside(ref, () => this.#element(ref, taint, context));
    if (ref.kind === "promise") {
      const settled = (task: Context): void => this.tree(this.#machine.settle(of(ref, taint), task), task);
      return this.#inside(ref, () => inTask(this.#machine, under(context, taint), settled));
    }
    if (ref.kind !== "record") return;
    const inner = under(context, taint | ref.taint);
    this.#inside(ref, () => partsOf(ref).forEach((part) => this.tree(part, inner)));
  }

  #element(ref: ElementObj, taint: Taint, context: Context): void {
    if (ref.way) return this.tree(ref.props, reachedBy(context, taint | ref.taint));
    const { component, props } = ref;
    const inner = under(context, taint | ref.taint | component.taint);
    // Tags, `Suspense` and fragments give their children as they are.
    if (component.refs.length === 0) this.tree(props, inner);
    for (const type of component.refs) {
      if (type.kind === "closure" && isClient(type.file)) this.tree(props, inner);
      else if (type.kind === "closure") this.component(type, props, inner);
      else this.#foreign(type, props, inner);
    }
  }

  /** A component of a package: it may give its children or not, and what else it was given may decide that. */
  #foreign(type: Obj, props: Value, context: Context): void {
    const children = props.refs.map((ref) => ref.fields.get("children")?.value ?? scalar(0));
    let given: Taint = props.taint;
    for (const ref of props.refs)
      for (const [name, cell] of ref.fields) if (name !== "children") given |= deepTaint(cell.value);
    // A component whose file is missing may ask A's question again, and hide its children by the answer.
    const state = type.kind === "external" ? rootTaint(type) : 0;
    const owed = has(given, NEEDS) || has(state, OPAQUE) ? OPAQUE : 0;
    const inner = under(context, owed);
    for (const child of children) this.tree(child, inner);
    for (const ref of props.refs)
      for (const [name, cell] of ref.fields) if (name !== "children") this.tree(cell.value, inner);
    if (type.kind !== "external") return;
    for (const callback of type.root.callbacks) this.component(callback, props, under(inner, owed));
  }

  #inside(ref: FunctionNode | Obj, work: () => void): void {
    this.#within.push(ref);
    try {
      work();
    } finally {
      this.#within.pop();
    }
  }

  #count(ref: FunctionNode | Obj): number {
    return this.#within.filter((other) => other === ref).length;
  }
}

/** A client component's own code does not run among the server's; what it is handed is rendered for it. */
function isClient(file: ParsedFile): boolean {
  return file.program.body.some((node) => "directive" in node && node.directive === "use client");
}
