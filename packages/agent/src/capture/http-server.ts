import { subscribe } from "node:diagnostics_channel";
import { Server as HttpServerClass, type IncomingMessage, type ServerResponse } from "node:http";
import { Server as HttpsServerClass } from "node:https";
import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { getRPCMetadata, isTracingSuppressed, type RPCMetadata, RPCType, setRPCMetadata } from "@opentelemetry/core";
import type { Agent } from "../agent.ts";
import { guarded } from "../guard.ts";
import { pathTemplate } from "../redact/path-template.ts";
import { agentState } from "../state.ts";
import { type Arrived, rememberArrived, withArrived } from "./context-keys.ts";
import { noteBody } from "./inbound-body.ts";
import type { ServerSpans } from "./server-spans.ts";

type Emit = (this: unknown, name: string | symbol, ...args: unknown[]) => boolean;

/**
 * Notes each inbound request as it arrives, and makes one SERVER span of it in processes whose framework makes none.
 * Every server emits `request` through its prototype, so covering `emit` there sees servers made before and after, from
 * ESM, CommonJS and bundles alike.
 */
export function installHttpServer(): void {
  const routes = fastifyRoutes();
  for (const { prototype } of [HttpServerClass, HttpsServerClass]) {
    const original = prototype.emit as Emit;
    const emit: Emit = function emit(name, ...args) {
      const call = (): boolean => original.call(this, name, ...args);
      const { agent } = agentState();
      if (name !== "request" || agent === undefined) return call();
      const [request, response] = args as [IncomingMessage, ServerResponse];
      const active = guarded("http server request", () => start(agent, routes, request, response));
      return active === undefined ? call() : context.with(active, call);
    };
    Object.defineProperty(prototype, "emit", { value: emit, configurable: true, writable: true });
  }
}

function start(
  { tracer, servers, config }: Agent,
  routes: WeakMap<IncomingMessage, string>,
  request: IncomingMessage,
  response: ServerResponse,
): ReturnType<typeof context.active> | undefined {
  const before = context.active();
  if (isTracingSuppressed(before)) return undefined;
  const body = config.evidence.values ? noteBody(request) : undefined;
  const arrived: Arrived = { headers: () => headersOf(request), body };
  rememberArrived(request.headers, arrived);
  if (!servers.needed || trace.getSpan(before) !== undefined) return withArrived(before, arrived);
  const method = request.method ?? "GET";
  const remote = propagation.extract(ROOT_CONTEXT, request.headers);
  const inbound = withArrived(remote, arrived);
  const span = startServerSpan(tracer(), servers, method, request, inbound);
  const metadata: RPCMetadata = { type: RPCType.HTTP, span };
  const active = setRPCMetadata(trace.setSpan(inbound, span), metadata);
  // Listeners on these two run in the parser's context otherwise, and a body parser would lose the request.
  emitIn(active, request);
  emitIn(active, response);
  response.once("close", () => {
    guarded("http server end", () => {
      finish(span, method, response, routeOf(request, routes, getRPCMetadata(active)));
    });
  });
  return active;
}

/** Runs all listeners in the context. Binding each as it is added would cost every request more than its span. */
function emitIn(active: ReturnType<typeof context.active>, emitter: IncomingMessage | ServerResponse): void {
  const original = emitter.emit as Emit;
  const emit: Emit = function emit(...args) {
    const call = (): boolean => original.apply(this, args);
    return context.active() === active ? call() : context.with(active, call);
  };
  Object.defineProperty(emitter, "emit", { value: emit, configurable: true, writable: true });
}

/** The framework has matched a route for the request that runs now. */
export function noteRoute(route: string): void {
  const metadata = getRPCMetadata(context.active());
  if (metadata?.type === RPCType.HTTP) metadata.route = route;
}

function startServerSpan(
  tracer: Tracer,
  servers: ServerSpans,
  method: string,
  request: IncomingMessage,
  parent: ReturnType<typeof context.active>,
): Span {
  const [path = "/", query] = (request.url ?? "/").split("?", 2);
  const attributes = {
    "http.request.method": method,
    "url.path": path,
    "url.scheme": "encrypted" in request.socket ? "https" : "http",
    ...(query === undefined ? {} : { "url.query": query }),
  };
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
  servers.own(span);
  return span;
}

function finish(span: Span, method: string, response: ServerResponse, route: string): void {
  span.setAttribute("http.route", route);
  span.updateName(`${method} ${route}`);
  span.setAttribute("http.response.status_code", response.statusCode);
  if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** What the framework matched, where it leaves a trace of it; else the path with its ids hidden. */
function routeOf(
  request: IncomingMessage,
  routes: WeakMap<IncomingMessage, string>,
  metadata: RPCMetadata | undefined,
): string {
  const express = request as { baseUrl?: unknown; route?: { path?: unknown } };
  if (metadata?.route !== undefined && metadata.route !== "") return metadata.route;
  const fastify = routes.get(request);
  if (fastify !== undefined) return fastify;
  const path = express.route?.path;
  if (typeof path === "string") return `${typeof express.baseUrl === "string" ? express.baseUrl : ""}${path}` || "/";
  return pathTemplate((request.url ?? "/").split("?", 1)[0] ?? "/");
}

/** Fastify names the matched route on its own channel before the handler runs. */
function fastifyRoutes(): WeakMap<IncomingMessage, string> {
  const routes = new WeakMap<IncomingMessage, string>();
  subscribe("tracing:fastify.request.handler:start", (message) => {
    guarded("fastify route", () => {
      const { request, route } = message as { request?: { raw?: IncomingMessage }; route?: { url?: unknown } };
      if (request?.raw !== undefined && typeof route?.url === "string") routes.set(request.raw, route.url);
    });
  });
  return routes;
}

function* headersOf(request: IncomingMessage): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) yield [name, Array.isArray(value) ? value.join(", ") : value];
  }
}
