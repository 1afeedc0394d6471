import { awaiting } from "../awaited-from.ts";
import { redactFrame } from "../redact/frame.ts";
import { Remembered } from "../remembered.ts";
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
  let holder: { stack?: unknown } | undefined = {};
  let { from } = awaiting;
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = frames;
    Error.captureStackTrace(holder, below);
  } finally {
    Error.stackTraceLimit = limit;
  }
  let text: string | undefined;
  return {
    text: () => {
      if (holder !== undefined) {
        const { stack } = holder;
        // Another tool's `prepareStackTrace` may answer something else than text.
        text = typeof stack === "string" ? cleaned.of(from?.behind(stack) ?? stack) : undefined;
        holder = undefined;
        from = null;
      }
      return text;
    },
  };
}

/** As they may leave the process, by what the runtime wrote: the same few come with every request. */
const cleaned = new Remembered(MAX_CLEANED, clean);

/** Frame lines only, without indentation. */
function clean(stack: string): string | undefined {
  const frames: string[] = [];
  let length = 0;
  for (const line of stack.split("\n")) {
    const frame = line.trim();
    if (!frame.startsWith("at ") || isOwnFrame(frame)) continue;
    length += frame.length + 1;
    if (length > MAX_STACK_CHARS) break;
    frames.push(redactFrame(frame));
  }
  return frames.length === 0 ? undefined : frames.join("\n");
}
