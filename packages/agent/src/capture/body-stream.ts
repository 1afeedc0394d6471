import { guarded, guardedAround } from "../guard.ts";
import { observedPromise } from "./observed-promise.ts";

/** What is told of a body that the app reads piece by piece. */
export interface StreamWatch {
  /** Somebody reads from now on. */
  opened(): void;
  /** A read was asked for; called before the app has the promise. */
  reading(promise: Promise<unknown>): void;
  /** A piece was handed to the app. */
  piece(chunk: unknown): void;
  /** There is no more. */
  ended(): void;
  /** It broke, or the app gave it up. */
  broke(error: unknown): void;
  /** Runs the stream's own work. */
  inside<Result>(run: () => Result): Result;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
interface Read {
  readonly done?: boolean;
  readonly value?: unknown;
}

const watched = new WeakSet<object>();

/**
 * Watches whoever reads this stream by a reader or a loop, and gives them the stream's own promises. What is read inside
 * the runtime (`pipeTo`, `pipeThrough`) stays unseen; both halves of `tee` are watched.
 */
export function watchStream(stream: ReadableStream, watch: StreamWatch): void {
  if (watched.has(stream) || stream.locked) return;
  watched.add(stream);
  cover(stream, "getReader", (original) => (args) => {
    const reader = original(args);
    guarded("body reader", () => watchReader(reader, watch));
    return reader;
  });
  for (const name of ["values", Symbol.asyncIterator] as const) {
    cover(stream, name, (original) => (args) => {
      const iterator = original(args);
      guarded("body iterator", () => watchIterator(iterator, watch));
      return iterator;
    });
  }
  cover(stream, "tee", (original) => (args) => {
    const halves = original(args) as [ReadableStream, ReadableStream];
    guarded("body tee", () => {
      for (const half of halves) watchStream(half, watch);
    });
    return halves;
  });
}

function watchReader(reader: unknown, watch: StreamWatch): void {
  watch.opened();
  cover(reader, "read", observed(watch));
  cover(reader, "cancel", givenUp(watch));
}

function watchIterator(iterator: unknown, watch: StreamWatch): void {
  watch.opened();
  cover(iterator, "next", observed(watch));
  cover(iterator, "return", givenUp(watch));
}

function observed(watch: StreamWatch) {
  return (original: (args: unknown[]) => unknown) =>
    (args: unknown[]): unknown => {
      const promise = guardedAround(
        "body read",
        (run) => watch.inside(run),
        () => original(args),
      );
      let given = promise;
      guarded("body read", () =>
        watch.inside(() => {
          const followed = follow(promise as Promise<Read>, watch);
          given = followed;
          watch.reading(followed);
        }),
      );
      return given;
    };
}

function follow(promise: Promise<Read>, watch: StreamWatch): Promise<Read> {
  return observedPromise(
    promise,
    ({ done, value }) =>
      guarded("body piece", () => {
        if (value !== undefined) watch.piece(value);
        if (done === true) watch.ended();
      }),
    (error) => guarded("body failed", () => watch.broke(error)),
  );
}

function givenUp(watch: StreamWatch) {
  return (original: (args: unknown[]) => unknown) =>
    (args: unknown[]): unknown => {
      guarded("body given up", () => watch.broke(undefined));
      return original(args);
    };
}

/** A method of this one object, which looks and answers as the one it covers. */
function cover(
  target: unknown,
  name: string | symbol,
  wrap: (original: (args: unknown[]) => unknown) => (args: unknown[]) => unknown,
): void {
  const original = (target as Record<string | symbol, unknown>)[name] as Method;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    // Borrowed for another object: that one is not watched.
    if (this !== target) return Reflect.apply(original, this, args);
    return covered(args);
  };
  const covered = wrap((args) => Reflect.apply(original, target, args));
  Object.defineProperty(value, "name", { value: original.name, configurable: true });
  Object.defineProperty(value, "length", { value: original.length, configurable: true });
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
