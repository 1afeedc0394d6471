import type { Node } from "oxc-parser";
import { data, type RecordObj } from "./objects.ts";
import type { Taint } from "./taint.ts";
import type { Value } from "./value.ts";

interface Known {
  readonly args: readonly Value[];
  readonly answer: Value;
}

/** Different arguments of one call whose answers are kept. */
const MAX_KNOWN = 8;

/** Things made in one place that are told apart. */
export const MAX_MADE = 6;

/**
 * Answers of calls that do nothing but answer and owe nothing to A: asked the same in the same place, they answer the same
 * thing. A setting that is parsed wherever it is wanted is one value then, and not as many as there are callers.
 */
export class SameAnswers {
  readonly #known = new Map<Node, Known[]>();
  readonly #made = new Map<Node, Map<Taint, RecordObj[]>>();

  /**
   * Plain data that is made in one place. Many made there of the same kind are one after a while: what one of them owes to A
   * then, all do.
   */
  data(node: Node, taint: Taint): RecordObj {
    const byTaint = this.#made.get(node) ?? new Map<Taint, RecordObj[]>();
    this.#made.set(node, byTaint);
    const made = byTaint.get(taint) ?? [];
    byTaint.set(taint, made);
    const last = made.at(-1);
    if (last !== undefined && made.length >= MAX_MADE) return last;
    const one = data(taint);
    made.push(one);
    return one;
  }

  to(node: Node, args: readonly Value[], make: () => Value): Value {
    const known = this.#known.get(node) ?? [];
    const found = known.find((one) => isSame(one.args, args));
    if (found !== undefined) return found.answer;
    const answer = make();
    if (known.length < MAX_KNOWN) this.#known.set(node, [...known, { args, answer }]);
    return answer;
  }
}

/** Are these the same arguments, whatever they are by now? */
export function isSame(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, index) => isSameValue(value, b[index]));
}

function isSameValue(a: Value, b: Value | undefined): boolean {
  if (a === b) return true;
  if (b === undefined || a.refs.length !== b.refs.length || !a.refs.every((ref) => b.refs.includes(ref))) return false;
  if (a.text === undefined || b.text === undefined) return a.text === b.text && a.refs.length > 0;
  return a.text.text === b.text.text && a.text.exact === b.text.exact;
}
