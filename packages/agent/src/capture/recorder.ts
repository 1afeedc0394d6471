import type { Span } from "@opentelemetry/api";
import { MAX_OPERATIONS } from "@weir/core/wire";
import type { IncomingResponse, OutgoingRequest } from "../evidence/probe.ts";
import type { Operation } from "../operation.ts";
import { agentState, countDrop } from "../state.ts";
import { LiveOperation, type LiveRoot, type StackTrace } from "./live-root.ts";
import type { ProbeSet } from "./probe-set.ts";

/**
 * Writes down operations as they happen. Every kind of client (fetch, node:http, spans of other instrumentations)
 * comes through here, so that times, sequence, caps and probes are the same for all.
 */
export class Recorder {
  readonly probes: ProbeSet;

  readonly #now: () => number;

  /** @param now `performance.now()` */
  constructor(probes: ProbeSet, now: () => number) {
    this.probes = probes;
    this.#now = now;
  }

  /** `undefined` when the root is full or over; then the call runs unrecorded and is counted. */
  begin(
    root: LiveRoot,
    request: OutgoingRequest,
    trace: StackTrace | undefined,
    parent?: Span,
  ): LiveOperation | undefined {
    if (root.sent) {
      countDrop("operations-after-evidence");
      return undefined;
    }
    if (root.operations.length >= MAX_OPERATIONS) {
      root.droppedOperations += 1;
      countDrop("operations-per-root");
      return undefined;
    }
    const state = agentState();
    state.sequence += 1;
    const op = new LiveOperation(state.sequence, root, this.#now(), request, trace, parent);
    root.operations.push(op);
    root.open += 1;
    root.lastActivity = op.start;
    if (root.full) this.probes.begin(op, request);
    return op;
  }

  /** Runs what is the framework's or our own work for the operation, as opposed to its caller's. */
  inside<Result>(op: LiveOperation, run: () => Result): Result {
    return isWatched(op) ? this.probes.inside(op, run) : run();
  }

  promised(op: LiveOperation, promise: Promise<unknown>): void {
    if (isWatched(op)) this.probes.promised(op, promise);
  }

  /** The response's status line and headers are there. */
  headers(op: LiveOperation, response: IncomingResponse): void {
    op.headers = this.#touch(op);
    op.status = response.status;
    op.outcome = "ok";
    if (isWatched(op)) this.probes.headers(op, response);
    this.release(op);
  }

  failed(op: LiveOperation, error: unknown): void {
    op.headers ??= this.#touch(op);
    op.outcome = outcomeOf(error);
    if (isWatched(op)) this.probes.headers(op, undefined);
    this.release(op);
  }

  bodyPromised(op: LiveOperation, promise: Promise<unknown>): void {
    this.hold(op);
    if (isWatched(op)) this.probes.bodyPromised(op, promise);
  }

  /** The app asked for a piece of the body; `body` or `bodyFailed` ends what `hold` began. */
  pieceAsked(op: LiveOperation, promise: Promise<unknown>): void {
    if (isWatched(op)) this.probes.bodyPromised(op, promise);
  }

  /** The app has a piece of the body. */
  piece(op: LiveOperation): void {
    op.bodyFirst ??= this.#touch(op);
    op.bodyRead = true;
  }

  /** The app has the whole body. */
  body(op: LiveOperation, response: IncomingResponse | undefined): void {
    const now = this.#touch(op);
    op.bodyRead = true;
    op.body ??= now;
    if (isWatched(op)) this.probes.body(op, response);
    this.release(op);
  }

  /** The body broke while the app was reading it. */
  bodyFailed(op: LiveOperation, error: unknown): void {
    op.body ??= this.#touch(op);
    op.bodyRead = true;
    if (isAbort(error)) op.outcome = outcomeOf(error);
    if (isWatched(op)) this.probes.body(op, undefined);
    this.release(op);
  }

  hold(op: LiveOperation): void {
    if (op.waiting === 0) op.root.open += 1;
    op.waiting += 1;
  }

  release(op: LiveOperation): void {
    if (op.waiting === 0) return;
    op.waiting -= 1;
    if (op.waiting === 0) op.root.open -= 1;
  }

  #touch(op: LiveOperation): number {
    const now = this.#now();
    op.root.lastActivity = now;
    return now;
  }
}

/** Probes have taken their leave of a root whose evidence is out. */
function isWatched({ root }: LiveOperation): boolean {
  return root.full && !root.sent;
}

function outcomeOf(error: unknown): Operation["outcome"] {
  const name = errorName(error);
  if (name === "TimeoutError") return "timeout";
  return name === "AbortError" ? "aborted" : "error";
}

function isAbort(error: unknown): boolean {
  const name = errorName(error);
  return name === "TimeoutError" || name === "AbortError";
}

function errorName(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "name" in error ? String(error.name) : undefined;
}
