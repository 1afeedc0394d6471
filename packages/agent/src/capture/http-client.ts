import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Agent, type ClientRequest, type IncomingMessage } from "node:http";
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import { isTracingSuppressed } from "@opentelemetry/core";
import { guard, guarded } from "../guard.ts";
import { agentState } from "../state.ts";
import { operationIn, withOperation } from "./context-keys.ts";
import { clientAttributes, clientRequest, hostOf } from "./http-client-request.ts";
import type { LiveOperation, LiveRoot } from "./live-root.ts";
import type { OutboundGate } from "./propagator.ts";
import type { Recorder } from "./recorder.ts";
import { followResponse } from "./http-client-response.ts";
import type { Roots } from "./roots.ts";
import { CALL_FRAMES, takeStack } from "./stack-trace.ts";

export interface HttpClientOptions {
  readonly roots: Roots;
  readonly recorder: Recorder;
  readonly tracer: () => Tracer;
  readonly gate: OutboundGate;
  readonly propagates: (host: string) => boolean;
  readonly callSites: boolean;
  readonly values: boolean;
  /** Every call gets a span; otherwise only those that no operation stands for, or that carry one's id away. */
  readonly spans: boolean;
}

interface Exchange {
  readonly op: LiveOperation | undefined;
  /** Ours; absent where another instrumentation has made one. */
  readonly span: Span | undefined;
}

/**
 * Requests made with `node:http` and `node:https` (axios, got, node-fetch 2, drivers), seen through Node's own
 * diagnostics channels: nothing is patched and bundling does not matter. Node 20 has no channel in the caller's stack,
 * so there the agent's `addRequest` tells of new requests.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #exchanges = new WeakMap<ClientRequest, Exchange>();
  readonly #seen = new WeakSet<ClientRequest>();
  readonly #channels: readonly (readonly [string, (message: unknown) => void])[];
  #restore: (() => void) | undefined;

  readonly #listener = (message: unknown): void => {
    guarded("http request", () => this.#created((message as RequestMessage).request));
  };

  constructor(options: HttpClientOptions) {
    this.#options = options;
    const created = this.#listener;
    this.#channels = [
      ["http.client.request.created", created],
      ["http.client.request.start", created],
      ["http.client.request.error", guard("http error", (message: unknown) => this.#failed(message as ErrorMessage))],
      [
        "http.client.response.finish",
        guard("http response", (message: unknown) => this.#responded(message as ResponseMessage)),
      ],
    ];
  }

  install(): void {
    for (const [name, listener] of this.#channels) subscribe(name, listener);
    if (Number(process.versions.node.split(".", 1)[0]) < 22) this.#restore = this.#watchAgents();
  }

  release(): void {
    for (const [name, listener] of this.#channels) unsubscribe(name, listener);
    this.#restore?.();
  }

  #created(request: ClientRequest): void {
    if (this.#seen.has(request)) return;
    this.#seen.add(request);
    const active = context.active();
    if (agentState().sending === true || isTracingSuppressed(active)) return;
    const parent = trace.getSpan(active);
    const root = parent === undefined ? undefined : this.#options.roots.of(parent);
    if (parent === undefined || root === undefined) return;
    this.#exchanges.set(request, this.#begin(request, root, parent));
  }

  #begin(request: ClientRequest, root: LiveRoot, parent: Span): Exchange {
    const { recorder, callSites, values } = this.#options;
    const active = context.active();
    const around = operationIn(active);
    const stack = root.full && callSites && around === undefined ? takeStack(this.#listener, CALL_FRAMES) : undefined;
    const op = around ?? recorder.begin(root, clientRequest(request, values && root.values), stack, parent);
    // Another http instrumentation has started its span and made it active before the request was created.
    if (isForeignHttpSpan(parent)) {
      op?.spanIds.push(parent.spanContext().spanId);
      return { op: around === undefined ? op : undefined, span: undefined };
    }
    const wanted = this.#options.spans || op === undefined || this.#options.propagates(hostOf(request));
    if (!wanted) return { op: around === undefined ? op : undefined, span: undefined };
    const inside = withOperation(active, op === undefined ? { op, unrecorded: true } : { op });
    const span = this.#options
      .tracer()
      .startSpan(request.method, { kind: SpanKind.CLIENT, attributes: clientAttributes(request) }, inside);
    this.#inject(request, span);
    return { op: around === undefined ? op : undefined, span };
  }

  #inject(request: ClientRequest, span: Span): void {
    const { gate, propagates } = this.#options;
    if (request.headersSent || !propagates(hostOf(request))) return;
    gate.open = true;
    try {
      propagation.inject(trace.setSpan(context.active(), span), request, {
        set: (carrier, name, value) => void carrier.setHeader(name, value),
      });
    } finally {
      gate.open = false;
    }
  }

  #responded({ request, response }: ResponseMessage): void {
    const exchange = this.#exchanges.get(request);
    if (exchange === undefined) return;
    const status = response.statusCode ?? 0;
    exchange.span?.setAttribute("http.response.status_code", status);
    if (status >= 400) {
      exchange.span?.setAttribute("error.type", String(status));
      exchange.span?.setStatus({ code: SpanStatusCode.ERROR });
    }
    followResponse(response, { ...exchange, recorder: this.#options.recorder, values: this.#options.values });
  }

  #failed({ request, error }: ErrorMessage): void {
    const exchange = this.#exchanges.get(request);
    if (exchange === undefined) return;
    const { op, span } = exchange;
    if (op?.outcome === "pending") this.#options.recorder.failed(op, error);
    const { code, name } = (error ?? {}) as { code?: string; name?: string };
    span?.setAttribute("error.type", code ?? name ?? "Error");
    span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  }

  #watchAgents(): () => void {
    const prototype = Agent.prototype as unknown as Record<"addRequest", AddRequest>;
    const original = prototype.addRequest;
    const created = this.#listener;
    prototype.addRequest = function addRequest(this: Agent, request: ClientRequest, ...rest: unknown[]): unknown {
      created({ request });
      return original.call(this, request, ...rest);
    };
    return () => {
      prototype.addRequest = original;
    };
  }
}

type AddRequest = (this: Agent, request: ClientRequest, ...rest: unknown[]) => unknown;

interface RequestMessage {
  readonly request: ClientRequest;
}
interface ErrorMessage extends RequestMessage {
  readonly error: unknown;
}
interface ResponseMessage extends RequestMessage {
  readonly response: IncomingMessage;
}

function isForeignHttpSpan(span: Span): boolean {
  const { kind, instrumentationScope } = span as { kind?: SpanKind; instrumentationScope?: { name?: string } };
  return kind === SpanKind.CLIENT && /http/i.test(instrumentationScope?.name ?? "");
}
