import type { Operation, Root } from "../operation.ts";

/** What one outgoing request looks like to a probe, read lazily: nothing is parsed unless a probe asks. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  headers(): Iterable<readonly [string, string]>;
  /** The body where it is a string or can be read without consuming it; else `undefined`. */
  body(): string | undefined;
  /** Values a statement takes, by number or name, where an instrumentation tells them. */
  parameters?(): readonly (readonly [name: string, value: string])[];
  /** True where nothing is added to headers and body once the request has begun. */
  readonly complete?: boolean;
  /** True where headers or body are known not to be told in full: a span says little about its request. */
  readonly partial?: boolean;
}

/** The inbound request as the framework handed it to us. */
export interface InboundRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  headers(): Iterable<readonly [string, string]>;
  /** What arrived of the body by now; `undefined` where there is none or it is not kept. */
  body?(): InboundText | undefined;
}

export interface InboundText {
  readonly text: string;
  /** The content type as it was sent. */
  readonly type: string;
}

/** A finished response of an operation. */
export interface IncomingResponse {
  readonly status: number;
  headers(): Iterable<readonly [string, string]>;
  /** Decoded text, as the app got it; `undefined` when it was not read as text or is over the cap. */
  readonly text?: string | undefined;
}

/**
 * Something that watches operations to learn whether a later one needed an earlier one (lineage, values).
 * Called by `capture/`; every call is guarded, but a probe must still be cheap and must never await.
 */
export interface Probe {
  /** A sampled root begins; runs synchronously inside the root's context where the framework allows. */
  enter(root: Root, inbound: InboundRequest | undefined): void;
  /** The operation is about to start; runs in the caller's frame. */
  begin(op: Operation, request: OutgoingRequest): void;
  /**
   * Runs what the framework, the runtime and the agent do for the operation (the original `fetch`, a body reader, the
   * observers of both) and gives its result; whatever that starts is not the caller's own code.
   */
  inside?<Result>(op: Operation, run: () => Result): Result;
  /** The very promise the caller will get; attached to before the caller can. */
  promised(op: Operation, promise: Promise<unknown>): void;
  /** Runs when that promise settles, before the caller's continuation. */
  headers(op: Operation, response: IncomingResponse | undefined): void;
  /** A promise of the body (`json()`, `text()`) the caller will get. */
  bodyPromised(op: Operation, promise: Promise<unknown>): void;
  /** The body was handed to the app. */
  body(op: Operation, response: IncomingResponse | undefined): void;
  /**
   * The root is complete. Time for what the facts cost, off the request's path and in small turns; `ready` is called
   * once they can be asked for. Asked without it, a probe does the rest at once.
   */
  prepare?(root: Root, ready: () => void): void;
  /** The root is over; free everything kept for it. Facts were taken before by `facts`. */
  leave(root: Root): void;
  /** Attributes to add to the operation's span event (names from `@weir/core/wire`), asked once after the root ended. */
  facts(op: Operation): Readonly<Record<string, string | number | boolean | readonly string[] | readonly number[]>>;
  /** Attributes to add to the evidence span of the root. */
  rootFacts(root: Root): Readonly<Record<string, string | number | boolean>>;
}
