import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";
import type { Counter, Metrics } from "../metrics.ts";
import { codedError, logError } from "../server/error-answer.ts";
import { BodyBudget, type BodyShare } from "./body-budget.ts";
import type { BodyForm, Encoding } from "./body-form.ts";
import { Cors, type CorsOptions } from "./cors.ts";
import type { Forwarder } from "./forwarder.ts";
import { checkIngestToken, type IngestAuth } from "./ingest-auth.ts";
import type { Intake } from "./intake.ts";
import { encodingOf, MEDIA_TYPE } from "./media-type.ts";
import { exportAnswer, type PartialSuccess, statusAnswer } from "./otlp-answer.ts";
import { readBody } from "./read-body.ts";

export interface ReceiverOptions {
  readonly intake: Pick<Intake, "take">;
  readonly metrics: Metrics;
  /** Bytes of one body, as it comes and after decompression. */
  readonly maxBodyBytes: number;
  /** Bytes of all bodies in work together. */
  readonly maxBodyBytesAtOnce: number;
  /** Without it everybody who reaches the port may send. */
  readonly auth?: IngestAuth;
  readonly cors: CorsOptions;
  /** Each gets a copy of what was accepted. */
  readonly forwarders: readonly Forwarder[];
}

/** Decisions of the OTLP specification: 64 MiB after decompression. */
export const MAX_BODY_BYTES: number = 64 * 1024 * 1024;
/** Two of the largest, or hundreds of what agents send. */
export const MAX_BODY_BYTES_AT_ONCE: number = 2 * MAX_BODY_BYTES;

type Signal = "traces" | "logs" | "metrics";

declare module "fastify" {
  interface FastifyRequest {
    /** What the body of an OTLP request takes of the memory for all of them. */
    bodyShare: BodyShare | null;
  }
}

/**
 * OTLP/HTTP: `POST /v1/traces`, in protobuf or JSON; `/v1/logs` and `/v1/metrics` are accepted, counted and dropped, so
 * that SDKs which send all three have nothing to complain about.
 */
export function otlpReceiver(options: ReceiverOptions): FastifyPluginAsync {
  return async (app) => {
    const answered = options.metrics.counter("weir_otlp_requests_total", "OTLP requests by signal and HTTP status");
    const discarded = options.metrics.counter("weir_otlp_discarded_total", "Requests with logs or metrics, not kept");
    options.metrics.gauge("weir_otlp_body_bytes", "Bytes of request bodies in work", () => budget.used);
    const budget = new BodyBudget(options.maxBodyBytesAtOnce);
    const cors = new Cors(options.cors);

    addBodyParser(app, options.maxBodyBytes, budget);
    answerInKind(app, answered);
    app.addHook("onRequest", async (request, reply) => {
      cors.check(request, reply);
      if (options.auth !== undefined && request.method !== "OPTIONS") checkIngestToken(request.headers, options.auth);
    });
    addSignal(app, "traces", cors, async (body, form, path) => {
      const partial = await options.intake.take(body, form);
      for (const forwarder of options.forwarders) forwarder.offer({ path, body, form });
      return partial;
    });
    for (const signal of ["logs", "metrics"] as const) {
      addSignal(app, signal, cors, async (body, form, path) => {
        discarded.add(1, { signal });
        for (const forwarder of options.forwarders) forwarder.offer({ path, body, form });
        return undefined;
      });
    }
  };
}

type Take = (body: Buffer, form: BodyForm, path: string) => Promise<PartialSuccess | undefined>;

function addSignal(app: FastifyInstance, signal: Signal, cors: Cors, take: Take): void {
  const url = `/v1/${signal}`;
  const config = { anyHost: true, signal };
  app.post(url, { config }, async (request, reply) => {
    const form = formOf(request);
    const body = request.body as Buffer | undefined;
    const isEmpty = (body === undefined || body.length === 0) && !form.gzip;
    const partial = isEmpty ? undefined : await take(body ?? Buffer.alloc(0), form, url);
    return send(reply, form.encoding, exportAnswer(form.encoding, partial));
  });
  app.options(url, { config }, async (_request, reply) => cors.answerPreflight(reply));
  app.route({
    url,
    method: ["GET", "PUT", "PATCH", "DELETE"],
    config,
    exposeHeadRoute: false,
    handler: async (_request, reply) => {
      reply.header("allow", "POST, OPTIONS");
      throw new WeirError("WEIR_METHOD_NOT_ALLOWED", `${url} takes POST only`, { status: 405 });
    },
  });
}

/** Bodies come as they are; what they hold is the intake's business. */
function addBodyParser(app: FastifyInstance, maxBytes: number, budget: BodyBudget): void {
  app.removeAllContentTypeParsers();
  app.decorateRequest("bodyShare", null);
  app.addHook("onRequest", async (request, reply) => {
    const share = budget.open();
    request.bodyShare = share;
    // The response's end, whichever it is: a client that hangs up causes no `onResponse`.
    reply.raw.once("close", () => share.end());
  });
  app.addContentTypeParser(Object.values(MEDIA_TYPE), async (request: FastifyRequest, payload: IncomingMessage) => {
    formOf(request);
    return readBody(payload, maxBytes, request.bodyShare as BodyShare);
  });
}

/** @throws WeirError `WEIR_UNSUPPORTED_MEDIA_TYPE` (415) */
function formOf(request: FastifyRequest): BodyForm {
  const encoding = encodingOf(request.headers["content-type"]);
  const packing = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === undefined) throw unsupported("Content-Type is application/x-protobuf or application/json");
  if (packing !== "gzip" && packing !== "identity") throw unsupported("Content-Encoding is gzip, or not set");
  return { encoding, gzip: packing === "gzip" };
}

function unsupported(what: string): WeirError {
  return new WeirError("WEIR_UNSUPPORTED_MEDIA_TYPE", what, { status: 415 });
}

function answerInKind(app: FastifyInstance, answered: Counter): void {
  app.setErrorHandler((error, request, reply) => {
    const coded = otlpError(error);
    logError(coded, request);
    if (coded.retryAfter !== undefined) reply.header("retry-after", coded.retryAfter);
    if (coded.status === 415) reply.header("accept-encoding", "gzip");
    const encoding = encodingOf(request.headers["content-type"]) ?? "json";
    return send(reply.code(coded.status), encoding, statusAnswer(encoding, coded));
  });
  app.addHook("onResponse", async (request, reply) => {
    const { signal } = request.routeOptions.config as { signal?: Signal };
    if (signal !== undefined) answered.add(1, { signal, status: String(reply.statusCode) });
  });
}

/** Fastify refuses unknown content types before we see them. */
function otlpError(error: unknown): WeirError {
  const coded = codedError(error);
  return coded.status === 415 && coded !== error
    ? unsupported("Content-Type is application/x-protobuf or application/json")
    : coded;
}

/** As a buffer, or Fastify would add a charset to the type. */
function send(reply: FastifyReply, encoding: Encoding, body: Buffer): FastifyReply {
  return reply.header("content-type", MEDIA_TYPE[encoding]).send(body);
}
