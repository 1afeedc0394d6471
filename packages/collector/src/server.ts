import { randomUUID } from "node:crypto";
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController, fastify } from "fastify";
import { WeirError } from "./errors.ts";
import { answerClientError } from "./server/client-error.ts";
import { codedError, logError, sendError } from "./server/error-answer.ts";
import { hostGuard, type HostGuardOptions } from "./server/host-guard.ts";
import { addProbes, type ProbeOptions } from "./server/probes.ts";
import { makeRoomForNewSockets } from "./server/idle-sockets.ts";
import { limitRate, type RateLimit } from "./server/rate-limit.ts";
import { securityHeaders } from "./server/security-headers.ts";

export interface ServerOptions extends HostGuardOptions, ProbeOptions {
  readonly logger: FastifyBaseLogger;
  /** Origins that may embed the dashboard in a frame besides its own. */
  readonly frameAncestors?: readonly string[];
  /** Addresses and ranges of proxies whose `X-Forwarded-For`, `-Host` and `-Proto` are believed. Nobody's by default. */
  readonly trustedProxies?: readonly string[];
  /** Without it an address may ask as much as it likes. */
  readonly rateLimit?: RateLimit;
  readonly limits?: Partial<ServerLimits>;
}

interface ServerLimits {
  /** Open sockets; for more, those that are silent make way. */
  readonly maxConnections: number;
  readonly maxHeaderBytes: number;
  /** Bodies of routes that set no limit of their own. */
  readonly maxBodyBytes: number;
  /** From the first byte to the last header. Milliseconds. */
  readonly headersTimeoutMs: number;
  /** From the first byte to the last byte of the body. Milliseconds. */
  readonly requestTimeoutMs: number;
  /** A socket on which nothing moves, answers that nobody reads included. Milliseconds. */
  readonly idleTimeoutMs: number;
  /** Between two requests on one socket. Milliseconds. */
  readonly keepAliveMs: number;
  readonly maxRequestsPerSocket: number;
}

const SERVER_LIMITS: ServerLimits = {
  maxConnections: 2_000,
  maxHeaderBytes: 16 * 1024,
  maxBodyBytes: 1024 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  idleTimeoutMs: 120_000,
  keepAliveMs: 65_000,
  maxRequestsPerSocket: 100_000,
};

/** How often Node looks for sockets that are over their time. Milliseconds. */
const TIMEOUT_CHECK_MS = 2_000;

/**
 * The HTTP server with everything that holds for all routes: limits, timeouts, host and origin checks, security
 * headers, coded errors, quiet logs, probes. It has no routes of its own besides the probes; register plugins for them.
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const app: FastifyInstance = fastify({
    ...fastifyLimits(limits),
    trustProxy: [...(options.trustedProxies ?? [])],
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Unknown query keys are refused, not dropped.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: "array", allErrors: false } },
    return503OnClosing: false,
    forceCloseConnections: "idle",
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => void sendError(codedError(error), reply as unknown as FastifyReply),
  });
  makeRoomForNewSockets(app.server, limits.maxConnections, options.metrics);
  // Programs post JSON; a form or plain text is what a hostile page could post without asking first.
  app.removeContentTypeParser("text/plain");

  answerErrors(app);
  const headers = securityHeaders(options.frameAncestors ?? []);
  const guard = hostGuard(options);
  app.addHook("onRequest", async (_request, reply) => void reply.headers(headers));
  if (options.rateLimit !== undefined) limitRate(app, options.rateLimit, options.metrics);
  app.addHook("onRequest", async (request) => guard(request));
  refuseWhileDraining(app);
  logAnswers(app);
  addProbes(app, options);
  return app;
}

function fastifyLimits(limits: ServerLimits) {
  return {
    bodyLimit: limits.maxBodyBytes,
    connectionTimeout: limits.idleTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxRequestsPerSocket: limits.maxRequestsPerSocket,
    // Route keys are a percent-encoded method and path template.
    routerOptions: { maxParamLength: 2_048 },
    http: {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, limits.headersTimeoutMs),
    },
  };
}

/** The route's pattern, never its URL: paths and queries hold values. */
function logAnswers(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions } = request;
    request.log.debug(
      { method, route: routeOptions.url ?? "none", status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      "answered",
    );
  });
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const coded = codedError(error);
    logError(coded, request);
    return sendError(coded, reply);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendError(new WeirError("WEIR_NOT_FOUND", "There is nothing at this path", { status: 404 }), reply),
  );
}

/** From `close()` on, requests on sockets that are still open are told to come back; those in work are finished. */
function refuseWhileDraining(app: FastifyInstance): void {
  let draining = false;
  app.addHook("preClose", async () => {
    draining = true;
  });
  app.addHook("onRequest", async (request) => {
    if (!draining || request.routeOptions.url === "/health") return;
    throw new WeirError("WEIR_DRAINING", "The collector is shutting down", { status: 503, retryAfter: 1 });
  });
}

/** Closes the server: waits up to `graceMs` for requests in work, then hangs up. */
export async function closeServer(app: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
