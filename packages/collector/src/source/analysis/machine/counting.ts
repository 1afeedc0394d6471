import type { Expression, Node } from "oxc-parser";
import { controlOf } from "./control.ts";
import type { Context, Machine } from "./machine.ts";
import { tellsBehind } from "./memory.ts";
import { keyOf } from "./patterns.ts";
import type { Taint } from "./taint.ts";
import { type Cell, exactText } from "./value.ts";

/** `a - b`: always a number. */
const ARITHMETIC = /^(?:[-*/%]|\*\*)$/;
const NUMBER = /^-?[\d.]+$/;

/** A place that is counted up, and what writing there owes to A. */
interface Counter {
  readonly cell: Cell;
  readonly owed: Taint;
}

/**
 * `counter++;`, `stats.calls += 1;`: adds up numbers in a place without anyone learning its value, so two of them may
 * change order. Answers whether the expression was one.
 */
export function count(machine: Machine, node: Expression, context: Context): boolean {
  const target = targetOf(node);
  if (target === undefined) return false;
  const counter = counterAt(machine, target, context);
  const { watch } = machine;
  // Two texts that are put one after the other may not change order.
  const sums = node.type === "AssignmentExpression" && node.operator === "+=";
  if (counter === undefined || (sums && !mayBeNumber(counter.cell))) return false;
  const { cell, owed } = counter;
  const added = node.type === "AssignmentExpression" ? machine.evaluate(node.right, context).taint : 0;
  watch.noteCount(cell, "counter");
  const taint = cell.value.taint | added | owed | controlOf(context);
  if (taint !== cell.value.taint) machine.grew(cell.serial);
  cell.value = { taint, refs: cell.value.refs };
  tellsBehind(machine, cell);
  return true;
}

function targetOf(node: Expression): Node | undefined {
  if (node.type === "UpdateExpression") return node.argument;
  if (node.type !== "AssignmentExpression" || !/^[-+]=$/.test(node.operator)) return undefined;
  const { right } = node;
  const isNumber =
    (right.type === "Literal" && typeof right.value === "number") ||
    (right.type === "BinaryExpression" && ARITHMETIC.test(right.operator));
  return isNumber ? node.left : undefined;
}

function counterAt(machine: Machine, target: Node, context: Context): Counter | undefined {
  if (target.type === "Identifier") {
    const cell = context.scope.find(target.name);
    return cell === undefined ? undefined : { cell, owed: machine.watch.writing(cell.serial) };
  }
  if (target.type !== "MemberExpression" || !isPath(target)) return undefined;
  const object = machine.evaluate(target.object, context);
  const name = exactText(keyOf(machine, target, context));
  const [ref] = object.refs;
  if (name === undefined || object.refs.length !== 1 || ref?.kind !== "record" || ref.shape !== "closed")
    return undefined;
  const cell = ref.accessors.has(name) ? undefined : ref.fields.get(name);
  return cell === undefined ? undefined : { cell, owed: object.taint | machine.watch.writing(ref.serial) };
}

function mayBeNumber({ value: { text, refs } }: Cell): boolean {
  return refs.length === 0 && (text === undefined || NUMBER.test(text.text));
}

/** `this.stats`: finding it does nothing. */
function isPath(node: Node): boolean {
  if (node.type === "MemberExpression") return !node.computed && isPath(node.object);
  return node.type === "Identifier" || node.type === "ThisExpression";
}
