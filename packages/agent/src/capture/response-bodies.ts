import { Given } from "../given.ts";
import { guarded, guardedAround } from "../guard.ts";
import type { IncomingResponse } from "../evidence/probe.ts";
import type { LiveOperation } from "./live-root.ts";
import { watchStream } from "./body-stream.ts";
import { observedPromise } from "./observed-promise.ts";
import type { Recorder } from "./recorder.ts";
import { StreamedBody } from "./streamed-body.ts";

import { MAX_TEXT_CHARS } from "./text-chunks.ts";

const READERS = ["json", "text", "arrayBuffer", "bytes", "blob", "formData"] as const;
type Reader = (typeof READERS)[number];
type Read = (this: Response) => Promise<unknown>;

/** The text a settled reader stands for, where it is text. */
type TextOf = (value: unknown) => string | undefined;

interface Patch {
  bodies: ResponseBodies | undefined;
}

const KEY = Symbol.for("@weir/agent/response-bodies/1");

class OfOperation extends Given {
  #op: LiveOperation;

  private constructor(response: object, op: LiveOperation) {
    super(response);
    this.#op = op;
  }

  static of(response: object): LiveOperation | undefined {
    return #op in response ? response.#op : undefined;
  }

  /** One response may be handed to several callers; the latest counts. */
  static set(response: object, op: LiveOperation): void {
    if (#op in response) response.#op = op;
    else void new OfOperation(response, op);
  }
}

/**
 * Ties each `Response` to its operation and sees when the app gets the body. The readers of `Response.prototype` are
 * covered once per process; a response nobody linked (a framework's own copy) passes through untouched.
 */
export class ResponseBodies {
  readonly #recorder: Recorder;
  readonly #values: boolean;
  #own = false;

  constructor(recorder: Recorder, values: boolean) {
    this.#recorder = recorder;
    this.#values = values;
  }

  link(response: Response, op: LiveOperation): void {
    OfOperation.set(response, op);
  }

  operationOf(response: Response): LiveOperation | undefined {
    return OfOperation.of(response);
  }

  /** Covers the readers, or takes over the covers an earlier copy of this code has put there. */
  install(): void {
    const holder = globalThis as { [KEY]?: Patch };
    const present = holder[KEY];
    if (present !== undefined) {
      present.bodies = this;
      return;
    }
    if (typeof Response === "undefined") return;
    const patch: Patch = { bodies: this };
    holder[KEY] = patch;
    const text = Response.prototype.text as Read;
    for (const reader of READERS) coverReader(patch, reader, text);
    coverClone(patch);
    coverBody(patch);
  }

  release(): void {
    const patch = (globalThis as { [KEY]?: Patch })[KEY];
    if (patch?.bodies === this) patch.bodies = undefined;
  }

  /** Whether the text of this response is to be seen, so that `json()` has to be made of `text()`. */
  wantsText(op: LiveOperation, response: Response): boolean {
    if (!this.#values || !op.root.values || op.root.sent) return false;
    return Number(response.headers.get("content-length") ?? 0) <= MAX_TEXT_CHARS;
  }

  inside<Result>(op: LiveOperation, run: () => Result): Result {
    return this.#recorder.inside(op, run);
  }

  /** The app has taken the stream itself. */
  streaming(response: Response, stream: ReadableStream): void {
    const op = this.operationOf(response);
    if (op === undefined) return;
    op.bodyRead = true;
    if (!op.root.full || op.root.sent || this.#own) return;
    watchStream(stream, new StreamedBody(this.#recorder, op, response, this.#values && op.root.values));
  }

  /** Runs one of the runtime's own readers, which takes the stream like an app would. */
  own<Result>(run: () => Result): Result {
    const before = this.#own;
    this.#own = true;
    try {
      return run();
    } finally {
      this.#own = before;
    }
  }

  reading(op: LiveOperation, response: Response, promise: Promise<unknown>, textOf: TextOf): Promise<unknown> {
    const recorder = this.#recorder;
    return observedPromise(
      promise,
      (value) => guarded("body", () => recorder.body(op, seen(response, textOf(value)))),
      (error) => guarded("body failed", () => recorder.bodyFailed(op, error)),
    );
  }

  promised(op: LiveOperation, given: Promise<unknown>): void {
    this.#recorder.bodyPromised(op, given);
  }
}

function seen(response: Response, text: string | undefined): IncomingResponse {
  return {
    status: response.status,
    headers: () => response.headers.entries(),
    ...(text === undefined || text.length > MAX_TEXT_CHARS ? {} : { text }),
  };
}

function coverReader(patch: Patch, reader: Reader, readText: Read): void {
  const prototype = Response.prototype as unknown as Record<Reader, Read | undefined>;
  const original = prototype[reader];
  if (typeof original !== "function") return;
  const covered = {
    [reader](this: Response): Promise<unknown> {
      const { bodies } = patch;
      const op = guarded("body", () => bodies?.operationOf(this));
      if (bodies === undefined || op === undefined) return original.call(this);
      // `json()` made of `text()`: the same value and the same errors, and the text is seen on the way.
      const parsing = reader === "json" && guarded("body text", () => bodies.wantsText(op, this)) === true;
      let textOf: TextOf = asText;
      const read = (): Promise<unknown> => {
        if (!parsing) return original.call(this);
        let text: unknown;
        textOf = () => asText(text);
        return readText.call(this).then((value) => {
          text = value;
          return JSON.parse(value as string) as unknown;
        });
      };
      const promise = guardedAround("body", (run) => bodies.inside(op, () => bodies.own(run)), read);
      let given = promise;
      guarded("body read", () =>
        bodies.inside(op, () => {
          given = bodies.reading(op, this, promise, textOf);
          bodies.promised(op, given);
        }),
      );
      return given;
    },
  }[reader];
  replace(reader, covered);
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function coverClone(patch: Patch): void {
  const original = Response.prototype.clone;
  replace("clone", function clone(this: Response): Response {
    const copy = original.call(this);
    guarded("body clone", () => {
      const op = patch.bodies?.operationOf(this);
      if (op !== undefined) patch.bodies?.link(copy, op);
    });
    return copy;
  });
}

/** A stream taken by hand counts as read from then on, be it only looked at: not every way to read it can be seen. */
function coverBody(patch: Patch): void {
  const descriptor = Object.getOwnPropertyDescriptor(Response.prototype, "body");
  // oxlint-disable-next-line unbound-method -- called with the response as `this` below
  const get = descriptor?.get;
  if (descriptor === undefined || get === undefined) return;
  Object.defineProperty(Response.prototype, "body", {
    ...descriptor,
    get(this: Response): unknown {
      const stream = get.call(this) as ReadableStream | null;
      const { bodies } = patch;
      if (stream !== null) guarded("body stream", () => bodies?.streaming(this, stream));
      return stream;
    },
  });
}

function replace(name: string, value: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(Response.prototype, name);
  if (descriptor?.configurable !== true) return;
  Object.defineProperty(Response.prototype, name, { ...descriptor, value });
}
