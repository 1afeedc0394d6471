import { context, propagation, type Span } from "@opentelemetry/api";
import { isTracingSuppressed } from "@opentelemetry/core";
import {
  UndiciInstrumentation,
  type UndiciInstrumentationConfig,
  type UndiciRequest,
} from "@opentelemetry/instrumentation-undici";
import { guarded } from "../guard.ts";
import { agentState } from "../state.ts";
import type { OutboundGate } from "./propagator.ts";
import { isTelemetry } from "./telemetry-request.ts";
import type { SpanOperations } from "./span-operations.ts";

export interface UndiciHooks {
  readonly operations: SpanOperations;
  readonly gate: OutboundGate;
  readonly propagates: (host: string) => boolean;
}

/** The undici instrumentation, run at once or only when a call turns out to have no span from anybody. */
export class UndiciSpans {
  readonly #hooks: UndiciHooks;
  #instrumentation: UndiciInstrumentation | undefined;
  #armed = false;

  constructor(hooks: UndiciHooks) {
    this.#hooks = hooks;
  }

  enable(): void {
    this.#armed = false;
    this.#instrumentation ??= new UndiciInstrumentation(undiciConfig(this.#hooks));
  }

  /** For a provider the agent joined: its SDK usually has an instrumentation of its own. */
  whenMissing(): void {
    this.#armed = true;
  }

  /** A call over the network ended without any span. */
  missing(): void {
    if (this.#armed) this.enable();
  }

  disable(): void {
    this.#armed = false;
    this.#instrumentation?.disable();
    this.#instrumentation = undefined;
  }
}

/**
 * Spans only below a parent, headers only to listed hosts. The instrumentation injects right after `requestHook`, in
 * the same stack, so the gate set there holds for that request.
 */
function undiciConfig({ operations, gate, propagates }: UndiciHooks): UndiciInstrumentationConfig {
  return {
    requireParentforSpans: true,
    ignoreRequestHook: ({ path }) =>
      agentState().sending === true || isTracingSuppressed(context.active()) || isTelemetry(path),
    requestHook: (_span: Span, request: UndiciRequest) => {
      guarded("undici request", () => {
        const allowed = propagates(hostOf(request.origin));
        gate.open = allowed;
        if (allowed) closeSoon(gate);
        else swallowInjection(request);
      });
    },
    responseHook: (span, { response }) => {
      guarded("undici response", () => operations.headers(span, response.statusCode));
    },
  };
}

function closeSoon(gate: OutboundGate): void {
  queueMicrotask(() => {
    gate.open = false;
  });
}

function hostOf(origin: unknown): string {
  const text = String(origin);
  return URL.canParse(text) ? new URL(text).host : "";
}

/**
 * Another SDK's propagator knows no gate. Each of its header names is refused once on this request: that is the
 * injection which follows; whatever is added later is somebody else's.
 */
function swallowInjection(request: UndiciRequest): void {
  const fields = new Set(propagation.fields());
  const target = request as { addHeader?: AddHeader };
  const original = target.addHeader;
  if (fields.size === 0 || typeof original !== "function") return;
  target.addHeader = function addHeader(this: unknown, name, value) {
    return fields.delete(name) ? this : original.call(this, name, value);
  };
}

type AddHeader = (this: unknown, name: string, value: string) => unknown;
