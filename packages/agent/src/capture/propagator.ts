import {
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from "@opentelemetry/api";
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import { guarded } from "../guard.ts";
import { arrivedIn, arrivedWith, withArrived, withInbound } from "./context-keys.ts";

const MAX_HEADERS = 200;

/** Whether the request that is being sent at this moment goes to a host that gets our headers. */
export interface OutboundGate {
  open: boolean;
}

/**
 * Reads an incoming `traceparent` and keeps the inbound headers for the value evidence. Writes nothing into outgoing
 * requests unless the gate is open: a trace id must not reach third parties unasked.
 */
export class WeirPropagator implements TextMapPropagator {
  readonly #inner: TextMapPropagator;
  readonly #gate: OutboundGate;

  constructor(names: readonly string[], gate: OutboundGate) {
    this.#inner = new CompositePropagator({ propagators: names.flatMap(byName) });
    this.#gate = gate;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    if (this.#gate.open) guarded("inject", () => this.#inner.inject(context, carrier, setter));
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const extracted = guarded("extract", () => this.#inner.extract(context, carrier, getter)) ?? context;
    return guarded("inbound", () => noteInbound(behindFirstRoot(context, extracted), carrier, getter)) ?? extracted;
  }

  fields(): string[] {
    return this.#inner.fields();
  }
}

/**
 * Next.js answers one request in two roots where it has a proxy, and would lead the second to the first by a header that
 * the closed gate keeps it from writing. Both arrived as the same message of the same server, which says it as surely.
 */
function behindFirstRoot(before: Context, extracted: Context): Context {
  const first = arrivedIn(before)?.root;
  if (first === undefined || trace.getSpan(before) !== undefined) return extracted;
  return trace.setSpanContext(extracted, { ...first, isRemote: true });
}

/** Frameworks call `extract` once or twice per request with the request's real headers. */
export function noteInbound(context: Context, carrier: unknown, getter: TextMapGetter): Context {
  const inbound = {
    *headers(): Generator<readonly [string, string]> {
      const names = guarded("inbound headers", () => getter.keys(carrier)) ?? [];
      for (const name of names.slice(0, MAX_HEADERS)) {
        const value = getter.get(carrier, name);
        if (value !== undefined) yield [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value];
      }
    },
  };
  const arrived = arrivedIn(context) === undefined ? arrivedWith(carrier) : undefined;
  return withInbound(arrived === undefined ? context : withArrived(context, arrived), inbound);
}

function byName(name: string): TextMapPropagator[] {
  if (name === "tracecontext") return [new W3CTraceContextPropagator()];
  return name === "baggage" ? [new W3CBaggagePropagator()] : [];
}
