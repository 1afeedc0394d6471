import { redactFrame } from "../redact/frame.ts";
import type { StackTrace } from "./live-root.ts";
import { isOwnFrame } from "./own-frame.ts";

/** Frames kept of a stack that starts at the call itself. */
export const CALL_FRAMES = 30;
/** Frames kept where tracing code lies between the call and us. */
export const DEEP_FRAMES = 50;
const MAX_STACK_CHARS = 8192;
/** Stacks whose texts are remembered. */
const MAX_CLEANED = 500;

export type AnyFunction = (...args: never[]) => unknown;

/**
 * Takes the stack above `below` (that function and what it called are left out). V8 collects the frames now and
 * writes them as text on the first read, so the costly half happens after the response.
 */
export function takeStack(below: AnyFunction, frames: number): StackTrace {
  const holder: { stack?: unknown } = {};
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = frames;
    Error.captureStackTrace(holder, below);
  } finally {
    Error.stackTraceLimit = limit;
  }
  let text: string | undefined;
  let read = false;
  return {
    text: () => {
      if (!read) {
        read = true;
        text = clean(holder.stack);
        delete holder.stack;
      }
      return text;
    },
  };
}

/** As they may leave the process, by what the runtime wrote: the same few come with every request. */
const cleaned = new Map<string, string | undefined>();

/** Frame lines only, without indentation. Another tool's `prepareStackTrace` may answer something else than text. */
function clean(stack: unknown): string | undefined {
  if (typeof stack !== "string") return undefined;
  if (cleaned.has(stack)) return cleaned.get(stack);
  const frames: string[] = [];
  let length = 0;
  for (const line of stack.split("\n")) {
    const frame = line.trim();
    if (!frame.startsWith("at ") || isOwnFrame(frame)) continue;
    length += frame.length + 1;
    if (length > MAX_STACK_CHARS) break;
    frames.push(redactFrame(frame));
  }
  const text = frames.length === 0 ? undefined : frames.join("\n");
  if (cleaned.size >= MAX_CLEANED) cleaned.clear();
  cleaned.set(stack, text);
  return text;
}
