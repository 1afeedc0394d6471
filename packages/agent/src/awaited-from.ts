/**
 * Where code waits for something that is no promise and has a `then` of its own: a query that is sent when somebody awaits it.
 * The runtime calls that `then` in a job of its own, whose stack tells nothing of who waits.
 */
export class AwaitedFrom {
  readonly #holder: { stack?: unknown } = {};
  readonly #outer: AwaitedFrom | null;
  readonly #depth: number;

  private constructor(outer: AwaitedFrom | null) {
    this.#outer = outer;
    this.#depth = outer === null ? 0 : outer.#depth + 1;
  }

  /** Takes the stack above `below`, which runs in the code that waits; `outer` is what that code was itself awaited from. */
  static take(below: (...args: never[]) => unknown, outer: AwaitedFrom | null): AwaitedFrom {
    const taken = new AwaitedFrom(outer !== null && outer.#depth >= MAX_DEPTH ? null : outer);
    const limit = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = FRAMES;
      Error.captureStackTrace(taken.#holder, below);
    } finally {
      Error.stackTraceLimit = limit;
    }
    return taken;
  }

  /**
   * A stack with what it was awaited from below it. Once the awaited code has waited itself, the runtime may know who waits
   * for it: what it says from there on is what all calls of the awaited code are given here.
   */
  behind(stack: string): string {
    const lines = this.#lines();
    const [first = ""] = lines;
    const above = stack.split("\n");
    const known = above.findIndex((frame) => isSameWait(frame, first));
    const whole = [...(known < 0 ? above : above.slice(0, known)), ...lines].join("\n");
    return this.#outer === null ? whole : this.#outer.behind(whole);
  }

  /** One a line, as the runtime prints them where a function waits for what is above it. */
  #lines(): readonly string[] {
    const { stack } = this.#holder;
    if (typeof stack !== "string") return [];
    const [first, ...rest] = stack.split("\n").filter((line) => /^\s*at /.test(line) && !HOOKS.test(line));
    return first === undefined ? [] : [first.replace(/^(\s*at )(?!async )/, "$1async "), ...rest];
  }
}

/** Frames kept of each, and how many may lie around each other: behind more, nothing further out is told. */
const FRAMES = 20;
export const MAX_DEPTH = 4;
/** File and line, and column, at the end of a frame. */
const PLACE = /([^\s(]+:\d+):(\d+)\)?$/;
/** A function that runs stands behind the word `await`, one that is suspended at it. */
const AWAIT = "await (".length;
/** What calls a promise hook. */
const HOOKS = /node:internal\/(?:promise_hooks|async_hooks)/;

function isSameWait(suspended: string, running: string): boolean {
  const [, there, at] = PLACE.exec(suspended) ?? [];
  const [, here, column] = PLACE.exec(running) ?? [];
  const behind = Number(column) - Number(at);
  return here !== undefined && there === here && behind >= 0 && behind <= AWAIT;
}

/** On whose behalf the running code was started, if that was by a `then` of its own. */
export interface Awaiting {
  from: AwaitedFrom | null;
}

/** Hooks belong to the process, and a bundle may hold this module twice. */
const ONE_PER_PROCESS: unique symbol = Symbol.for("@weir/agent/awaiting");

export const awaiting: Awaiting = ((globalThis as { [ONE_PER_PROCESS]?: Awaiting })[ONE_PER_PROCESS] ??= {
  from: null,
});
