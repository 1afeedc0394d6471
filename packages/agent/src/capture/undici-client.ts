import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import { isTracingSuppressed } from "@opentelemetry/core";
import type { IncomingResponse } from "../evidence/probe.ts";
import { guard } from "../guard.ts";
import { agentState } from "../state.ts";
import { isInCall, operationIn, withOperation } from "./context-keys.ts";
import type { LiveOperation } from "./live-root.ts";
import type { OutboundGate } from "./propagator.ts";
import { NOWHERE } from "./propagation-hosts.ts";
import type { Recorder } from "./recorder.ts";
import type { Roots } from "./roots.ts";
import { type AnyFunction, DEEP_FRAMES, takeStack } from "./stack-trace.ts";
import type { StartingOperation } from "./starting-operation.ts";
import { isTelemetry } from "./telemetry-request.ts";
import { decodeText, isTextual, MAX_TEXT_CHARS } from "./text-chunks.ts";
import {
  headerOf,
  responseHeaders,
  undiciAttributes,
  type UndiciRequest,
  undiciRequest,
  type UndiciResponse,
  urlOf,
} from "./undici-request.ts";

export interface UndiciClientOptions {
  readonly roots: Roots;
  readonly recorder: Recorder;
  readonly starting: StartingOperation;
  readonly tracer: () => Tracer;
  readonly gate: OutboundGate;
  readonly propagates: (host: string) => boolean;
  readonly callSites: boolean;
  readonly values: boolean;
  /** Every call gets a span; otherwise only those that no operation stands for, or that carry one's id away. */
  readonly spans: boolean;
}

interface Exchange {
  /** The request is an operation by itself: not part of a `fetch()`. */
  readonly own: LiveOperation | undefined;
  readonly span: Span | undefined;
  response: UndiciResponse | undefined;
  chunks: Uint8Array[] | undefined;
  size: number;
}

/**
 * Requests of undici, below `fetch()` and made with the package by itself, seen through its diagnostics channels. Those
 * of a `fetch()` belong to its operation and need nothing but a span where one is wanted; others are operations.
 */
export class UndiciClient {
  readonly #options: UndiciClientOptions;
  readonly #exchanges = new WeakMap<object, Exchange>();
  readonly #channels: readonly (readonly [string, (message: unknown) => void])[];
  readonly #created: AnyFunction;
  #spans: boolean;
  #armed = false;
  #enabled = false;
  #following = false;

  constructor(options: UndiciClientOptions) {
    this.#options = options;
    this.#spans = options.spans;
    this.#created = guard("undici request", (message: unknown) => this.#begin((message as Message).request));
    this.#channels = [
      ["undici:request:headers", guard("undici response", (message: unknown) => this.#responded(message as Answered))],
      [
        "undici:request:bodyChunkReceived",
        guard("undici body", (message: unknown) => this.#received(message as Received)),
      ],
      ["undici:request:trailers", guard("undici end", (message: unknown) => this.#finished(message as Message))],
      ["undici:request:error", guard("undici error", (message: unknown) => this.#failed(message as Failed))],
    ];
  }

  enable(): void {
    if (this.#enabled) return;
    this.#enabled = true;
    subscribe("undici:request:create", this.#created as (message: unknown) => void);
  }

  /** For a provider the agent joined: its SDK usually has an instrumentation of its own. */
  whenMissing(): void {
    this.#armed = true;
  }

  /** Whether it matters that a call over the network ended without any span. */
  get isArmed(): boolean {
    return this.#armed;
  }

  /** Such a call was seen. */
  missing(): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.#spans = true;
    this.enable();
  }

  disable(): void {
    this.#armed = false;
    if (this.#enabled) unsubscribe("undici:request:create", this.#created as (message: unknown) => void);
    if (this.#following) for (const [name, listener] of this.#channels) unsubscribe(name, listener);
    this.#enabled = false;
    this.#following = false;
  }

  #begin(request: UndiciRequest): void {
    const { starting, propagates } = this.#options;
    // The usual case: a fetch on this very stack, whose operation says everything.
    if (starting.op !== undefined && !this.#spans && propagates === NOWHERE) return;
    const active = context.active();
    if (agentState().sending === true || isTracingSuppressed(active) || isTelemetry(request.path)) return;
    const parent = trace.getSpan(active);
    if (parent === undefined || request.method === "CONNECT") return;
    const around = operationIn(active) ?? starting.op;
    const carries = propagates(hostOf(request));
    if (around !== undefined && !this.#spans && !carries) return;
    const url = urlOf(request);
    if (url === undefined) return;
    const own = around === undefined && !isInCall(active) ? this.#operation(request, url, parent) : undefined;
    const span = this.#spans || carries || (around ?? own) === undefined ? this.#span(request, url, own) : undefined;
    if (span !== undefined && carries) this.#inject(request, span);
    this.#follow();
    this.#exchanges.set(request, { own, span, response: undefined, chunks: undefined, size: 0 });
  }

  #operation(request: UndiciRequest, url: URL, parent: Span): LiveOperation | undefined {
    const { roots, recorder, callSites } = this.#options;
    const root = roots.of(parent);
    if (root === undefined) return undefined;
    const stack = root.full && callSites ? takeStack(this.#created, DEEP_FRAMES) : undefined;
    return recorder.begin(root, undiciRequest(request, url), stack, parent);
  }

  /** Made as if inside the operation, so that the span is found to be part of it. */
  #span(request: UndiciRequest, url: URL, own: LiveOperation | undefined): Span {
    const active = context.active();
    const inside = isInCall(active)
      ? active
      : withOperation(active, own === undefined ? { op: own, unrecorded: true } : { op: own });
    return this.#options
      .tracer()
      .startSpan(request.method, { kind: SpanKind.CLIENT, attributes: undiciAttributes(request, url) }, inside);
  }

  #inject(request: UndiciRequest, span: Span): void {
    const { gate } = this.#options;
    gate.open = true;
    try {
      propagation.inject(trace.setSpan(context.active(), span), request, { set: addHeader });
    } finally {
      gate.open = false;
    }
  }

  /** The other channels cost every request something, so they are listened to once one is of interest. */
  #follow(): void {
    if (this.#following) return;
    this.#following = true;
    for (const [name, listener] of this.#channels) subscribe(name, listener);
  }

  #responded({ request, response }: Answered): void {
    const exchange = this.#exchanges.get(request);
    if (exchange === undefined) return;
    const { own, span } = exchange;
    exchange.response = response;
    span?.setAttribute("http.response.status_code", response.statusCode);
    if (response.statusCode >= 400) {
      span?.setAttribute("error.type", String(response.statusCode));
      span?.setStatus({ code: SpanStatusCode.ERROR });
    }
    if (own === undefined || own.outcome !== "pending") return;
    const wanted = this.#options.values && own.root.values && isTextual(headerOf(response.headers, "content-type"));
    if (wanted) exchange.chunks = [];
    this.#options.recorder.hold(own);
    this.#options.recorder.headers(own, seen(response, undefined));
  }

  /** Copies: whoever reads the body may write into what he is given. */
  #received({ request, chunk }: Received): void {
    const exchange = this.#exchanges.get(request);
    if (exchange?.chunks === undefined) return;
    exchange.size += chunk.length;
    if (exchange.size > MAX_TEXT_CHARS) exchange.chunks = undefined;
    else exchange.chunks.push(Uint8Array.from(chunk));
  }

  #finished({ request }: Message): void {
    const exchange = this.#exchanges.get(request);
    if (exchange === undefined) return;
    this.#exchanges.delete(request);
    const { own, span, response, chunks } = exchange;
    span?.end();
    if (own === undefined || own.waiting === 0) return;
    if (response === undefined) {
      this.#options.recorder.release(own);
      return;
    }
    const text = chunks === undefined ? undefined : decodeText(chunks, headerOf(response.headers, "content-encoding"));
    this.#options.recorder.body(own, seen(response, text));
  }

  #failed({ request, error }: Failed): void {
    const exchange = this.#exchanges.get(request);
    if (exchange === undefined) return;
    this.#exchanges.delete(request);
    const { own, span } = exchange;
    const { code, name } = (error ?? {}) as { code?: string; name?: string };
    span?.setAttribute("error.type", code ?? name ?? "Error");
    span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    if (own === undefined) return;
    if (own.outcome === "pending") this.#options.recorder.failed(own, error);
    else this.#options.recorder.bodyFailed(own, error);
  }
}

interface Message {
  readonly request: UndiciRequest;
}
interface Answered extends Message {
  readonly response: UndiciResponse;
}
interface Received extends Message {
  readonly chunk: Uint8Array;
}
interface Failed extends Message {
  readonly error: unknown;
}

function seen({ statusCode, headers }: UndiciResponse, text: string | undefined): IncomingResponse {
  return { status: statusCode, headers: () => responseHeaders(headers), ...(text === undefined ? {} : { text }) };
}

function hostOf({ origin }: UndiciRequest): string {
  const text = String(origin);
  const start = text.indexOf("://");
  return start === -1 ? "" : text.slice(start + 3);
}

function addHeader(request: UndiciRequest, name: string, value: string): void {
  if (typeof request.addHeader === "function") request.addHeader(name, value);
  else if (typeof request.headers === "string") (request as { headers: string }).headers += `${name}: ${value}\r\n`;
  else if (Array.isArray(request.headers)) (request.headers as string[]).push(name, value);
}
