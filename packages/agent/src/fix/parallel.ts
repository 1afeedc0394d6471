type MaybePromise<Value> = Value | Promise<Value>;

/**
 * A child of `parallel`: sets what it has to set on `event.locals` and returns nothing, or answers the request. One
 * that calls `resolve(event)`, as any SvelteKit handle does, fits as well. Typed by what it takes, so that the app's
 * own `Handle` of SvelteKit 2 or 3 is a child without a cast.
 */
export type ParallelChild<Input> = (input: Input) => MaybePromise<Response | void>;

interface ResolveOptions {
  transformPageChunk?: (input: { html: string; done: boolean }) => MaybePromise<string | undefined>;
  filterSerializedResponseHeaders?: (name: string, value: string) => boolean;
  preload?: (input: never) => boolean;
}
type Resolve = (event: unknown, options?: ResolveOptions) => MaybePromise<Response>;

/** How far a child has come: done without an answer, on to `resolve`, or at an end of its own. */
type Arrival =
  | { readonly kind: "passed" }
  | { readonly kind: "resolving"; readonly event: unknown; readonly options: ResolveOptions | undefined }
  | { readonly kind: "answered"; readonly response: Response }
  | { readonly kind: "threw"; readonly error: unknown };

interface Child {
  readonly arrival: Promise<Arrival>;
  /** What the child returns in the end. */
  readonly result: Promise<Response | void>;
  /** Settles the promise the child got from `resolve`. */
  readonly answer: Deferred<Response>;
  reached: boolean;
}

/**
 * Runs the handles together instead of one after another; made to stand inside `sequence`. What the client sees is
 * what `sequence` would give: the first handle in the list that answers or throws decides, whichever was faster, and
 * only if none does `resolve(event)` runs, after all of them. A handle that awaits `resolve(event)` goes on with the
 * response the handles behind it made. The one difference is the point: handles behind a deciding one have begun too.
 */
export function parallel<Input extends { event: unknown }>(
  ...handles: readonly ParallelChild<Input>[]
): (input: Input) => Promise<Response> {
  return async function parallel(input: Input): Promise<Response> {
    const children = handles.map((handle) => begin(handle, input));
    const outcome = outcomeFrom(0, children, input);
    try {
      const response = await outcome;
      for (const child of children) if (!child.reached) dismiss(child, { response });
      return response;
    } catch (error) {
      for (const child of children) if (!child.reached) dismiss(child, { error });
      throw error;
    }
  };
}

function begin<Input extends { event: unknown }>(handle: ParallelChild<Input>, input: Input): Child {
  const answer = deferred<Response>();
  const { promise: arrival, resolve: arrive } = deferred<Arrival>();
  const resolve: Resolve = (event, options) => {
    arrive({ kind: "resolving", event, options });
    return answer.promise;
  };
  const result = (async () => handle({ ...input, resolve }))();
  result.then(
    (response) => arrive(response === undefined ? { kind: "passed" } : { kind: "answered", response }),
    (error: unknown) => arrive({ kind: "threw", error }),
  );
  return { arrival, result, answer, reached: false };
}

/** The response as the handle at `index` leaves it; behind the last one stands SvelteKit's `resolve`. */
async function outcomeFrom(index: number, children: readonly Child[], input: { event: unknown }): Promise<Response> {
  const child = children[index];
  if (child === undefined) return resolveOnce(children, input);
  child.reached = true;
  const arrival = await child.arrival;
  switch (arrival.kind) {
    case "answered":
      return arrival.response;
    case "threw":
      throw arrival.error;
    case "passed":
      return outcomeFrom(index + 1, children, input);
    case "resolving": {
      const inner = outcomeFrom(index + 1, children, input);
      void inner.then(child.answer.resolve, child.answer.reject);
      return (await child.result) ?? inner;
    }
    default:
      return arrival satisfies never;
  }
}

async function resolveOnce(children: readonly Child[], input: { event: unknown }): Promise<Response> {
  const { resolve } = input as { event: unknown; resolve: Resolve };
  let { event } = input;
  const given: ResolveOptions[] = [];
  for (const child of children) {
    const arrival = await child.arrival;
    if (arrival.kind !== "resolving") continue;
    event = arrival.event ?? event;
    if (arrival.options !== undefined) given.push(arrival.options);
  }
  return given.length === 0 ? resolve(event) : resolve(event, merge(given));
}

/** As `sequence` merges: page chunks pass from the last handle to the first; of the rest the first one given counts. */
function merge(options: readonly ResolveOptions[]): ResolveOptions {
  const filter = options.find((one) => one.filterSerializedResponseHeaders !== undefined);
  const preload = options.find((one) => one.preload !== undefined);
  return {
    transformPageChunk: async ({ html, done }) => {
      let chunk = html;
      for (const one of options.toReversed()) {
        if (one.transformPageChunk !== undefined) chunk = (await one.transformPageChunk({ html: chunk, done })) ?? "";
      }
      return chunk;
    },
    ...(filter?.filterSerializedResponseHeaders === undefined
      ? {}
      : { filterSerializedResponseHeaders: filter.filterSerializedResponseHeaders }),
    ...(preload?.preload === undefined ? {} : { preload: preload.preload }),
  };
}

/**
 * A handle behind the deciding one. It may be waiting for its `resolve`: it gets the outcome, so that its `finally`
 * runs, but without the body, which belongs to the client; what it makes of it counts for nothing.
 */
function dismiss(child: Child, outcome: { readonly response: Response } | { readonly error: unknown }): void {
  child.result.catch(ignore);
  child.answer.promise.catch(ignore);
  if ("error" in outcome) child.answer.reject(outcome.error);
  else child.answer.resolve(withoutBody(outcome.response));
}

function withoutBody({ status, statusText, headers }: Response): Response {
  const writable = status >= 200 && status <= 599;
  return new Response(null, writable ? { status, statusText, headers } : {});
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = ignore;
  let reject: (error: unknown) => void = ignore;
  const promise = new Promise<Value>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

function ignore(): void {
  // nobody is left to be told
}
