import { type Context, context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { isTracingSuppressed } from "@opentelemetry/core";
import { countFailure, guarded, guardedAround } from "../guard.ts";
import { isInCall, type OperationSlot, withOperation, withSubRequest } from "./context-keys.ts";
import { effectOf } from "./graphql-effect.ts";
import type { LiveOperation } from "./live-root.ts";
import { observedPromise } from "./observed-promise.ts";
import type { AroundFetch } from "./outer-fetch.ts";
import type { Recorder } from "./recorder.ts";
import { FetchRequest } from "./fetch-request.ts";
import type { ResponseBodies } from "./response-bodies.ts";
import type { Roots } from "./roots.ts";
import { CALL_FRAMES, takeStack } from "./stack-trace.ts";
import { isTelemetry } from "./telemetry-request.ts";
import type { UndiciClient } from "./undici-client.ts";
import type { StartingOperation } from "./starting-operation.ts";

export interface FetchOperationsOptions {
  readonly roots: Roots;
  readonly recorder: Recorder;
  readonly bodies: ResponseBodies;
  readonly starting: StartingOperation;
  readonly callSites: boolean;
  readonly undici: UndiciClient;
}

/**
 * Records one operation per `fetch()` of user code and gives the caller a promise that settles as the framework's own. An `internal` call
 * runs another route of the app: its span is that request's, and calls made in there are operations of their own.
 */
export function fetchOperations(options: FetchOperationsOptions, kind: "network" | "internal"): AroundFetch {
  const { starting } = options;
  const enter = kind === "network" ? withOperation : withSubRequest;
  return (args, call, outer) => {
    let active = ROOT_CONTEXT;
    let begun: OperationSlot | undefined;
    // Not by `guarded`: what stands between the caller and the stack that is taken in there has to be walked through.
    try {
      active = context.active();
      begun = begin(options, kind, active, args, outer);
    } catch (error) {
      countFailure("fetch start", error);
    }
    if (begun === undefined) return call();
    const slot = begun;
    const { op } = slot;
    const within = (run: () => Promise<Response>): Promise<Response> => context.with(enter(active, slot), run);
    if (op === undefined) return guardedAround("fetch", within, call);
    const before = starting.op;
    if (kind === "network") starting.op = op;
    let promise: Promise<Response>;
    try {
      // Another route's code is the app's own; everything else below here works for this operation only.
      const around: typeof within =
        kind === "network" ? (run) => within(() => options.recorder.inside(op, run)) : within;
      promise = guardedAround("fetch", around, call);
    } catch (error) {
      guarded("fetch refused", () => options.recorder.failed(op, error));
      throw error;
    } finally {
      starting.op = before;
    }
    const { recorder } = options;
    let given = promise;
    guarded("fetch observe", () =>
      recorder.inside(op, () => {
        given = follow(options, op, slot, promise);
        recorder.promised(op, given);
      }),
    );
    return given;
  };
}

/** The slot for this call; `undefined` where it is none of ours. */
function begin(
  { roots, recorder, callSites }: FetchOperationsOptions,
  kind: "network" | "internal",
  active: Context,
  args: Parameters<typeof fetch>,
  outer: (...args: never[]) => unknown,
): OperationSlot | undefined {
  if (isInCall(active) || isTracingSuppressed(active)) return undefined;
  const parent = trace.getSpan(active);
  const root = parent === undefined ? undefined : roots.of(parent);
  if (root === undefined) return undefined;
  const request = new FetchRequest(args[0], args[1]);
  if (isTelemetry(request.url)) return undefined;
  const stack = root.full && callSites ? takeStack(outer, CALL_FRAMES) : undefined;
  // What another route answers has that request's span to say where it belongs.
  const op = recorder.begin(root, request, stack, kind === "network" ? parent : undefined);
  if (op === undefined) return { op, unrecorded: true };
  const effect = effectOf(request);
  if (effect !== undefined) op.effect = effect;
  return { op };
}

function follow(
  { recorder, bodies, undici }: FetchOperationsOptions,
  op: LiveOperation,
  slot: OperationSlot,
  promise: Promise<Response>,
): Promise<Response> {
  return observedPromise(
    promise,
    (response) => {
      slot.op = undefined;
      guarded("fetch headers", () => {
        bodies.link(response, op);
        if (undici.isArmed && op.spanIds.length === 0 && /^https?:/.test(response.url)) undici.missing();
        recorder.headers(op, { status: response.status, headers: () => response.headers.entries() });
      });
    },
    (error) => {
      slot.op = undefined;
      guarded("fetch failed", () => recorder.failed(op, error));
    },
  );
}
