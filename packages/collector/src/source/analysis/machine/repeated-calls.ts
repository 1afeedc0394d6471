import type { Node } from "oxc-parser";
import type { FunctionNode } from "../syntax/node.ts";
import { isCall, isFunction } from "../syntax/node.ts";
import { children } from "../syntax/parsed-file.ts";
import type { NativeArguments } from "./machine.ts";
import { mayBeEqual, type Value } from "./value.ts";

/** One call on the way, and the function of the project it entered first. */
interface Running {
  readonly call: NativeArguments;
  entered: FunctionNode | undefined;
}

/** Different ways from A's call down to the request itself that are kept. */
const MAX_ASKED = 64;

/**
 * A render asks once: `fetch`, `cache()` and `"use cache"` answer a repeated question with the first answer. So a call
 * that may be the same question as one on A's way (same function, arguments that may be equal) may give A's answer.
 */
export class RepeatedCalls {
  readonly #running: Running[] = [];
  readonly #asked: Running[] = [];
  #start = 0;

  /** Runs a call; the answer tells whether it may have repeated one of A's. */
  around<Result>(call: NativeArguments, run: () => Result): { readonly result: Result; readonly repeats: boolean } {
    const running: Running = { call, entered: undefined };
    this.#running.push(running);
    try {
      const result = run();
      return { result, repeats: this.#repeats(running) };
    } finally {
      this.#running.pop();
    }
  }

  /** What is asked below a call that asks something else is something else, however general its own words are. */
  #repeats(running: Running): boolean {
    if (!this.#asked.some((asked) => isAlike(asked, running) && isSame(asked, running))) return false;
    return !this.#running.some((outer) =>
      this.#asked.some((asked) => outer !== running && isAlike(asked, outer) && !isSame(asked, outer)),
    );
  }

  enter(node: FunctionNode): void {
    const top = this.#running.at(-1);
    if (top !== undefined) top.entered ??= node;
  }

  /** A's call in the common function starts. */
  begin(): void {
    this.#start = this.#running.length - 1;
  }

  /** A's innermost call starts: everything that runs since `begin` asks A's question. */
  ask(): void {
    for (const running of this.#running.slice(Math.max(0, this.#start)))
      if (this.#asked.length < MAX_ASKED && !this.#asked.includes(running)) this.#asked.push(running);
  }
}

/** Do both call the same thing? */
function isAlike(asked: Running, other: Running): boolean {
  if (asked.entered !== other.entered) return false;
  return asked.entered !== undefined || calleeText(asked.call) === calleeText(other.call);
}

/** May both give it the same arguments? */
function isSame(asked: Running, other: Running): boolean {
  return asked.call.args.every((value, index) => mayBeSame(value, asked.call, other.call, index));
}

function calleeText({ node, context }: NativeArguments): string {
  if (!isCall(node)) return "";
  const callee = node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
  return context.file.text.slice(callee.start, callee.end);
}

function mayBeSame(value: Value, asked: NativeArguments, other: NativeArguments, index: number): boolean {
  const against = other.args[index];
  if (against === undefined) return true;
  if (value.text !== undefined && against.text !== undefined && !mayBeEqual(value.text, against.text)) return false;
  const [written, again] = [literals(asked.node, index), literals(other.node, index)];
  return written === "" || again === "" || written === again;
}

/** The fixed parts of an argument as it is written. */
function literals(node: Node, index: number): string {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return "";
  const argument = node.arguments[index];
  if (argument === undefined) return "";
  let text = "";
  const open: Node[] = [argument];
  for (let part = open.pop(); part !== undefined && text.length < 1_000; part = open.pop()) {
    if (part.type === "Literal" && typeof part.value === "string") text += part.value;
    if (part.type === "TemplateElement") text += part.value.raw;
    if (!isFunction(part)) open.push(...children(part).toReversed());
  }
  return text;
}
