import type { FastifyReply, FastifyRequest } from "fastify";
import { type ErrorCode, errorBody, WeirError } from "../errors.ts";

/** Fastify's own failures, by its code: our code, status, text. */
const FROM_FASTIFY: Readonly<Record<string, readonly [ErrorCode, number, string]>> = {
  FST_ERR_BAD_URL: ["WEIR_BAD_URL", 400, "The URL is malformed"],
  FST_ERR_CTP_BODY_TOO_LARGE: ["WEIR_BODY_TOO_LARGE", 413, "The body is larger than this route accepts"],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["WEIR_BAD_JSON", 400, "The body is empty"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["WEIR_BAD_LENGTH", 400, "The body is not as long as its Content-Length"],
  FST_ERR_CTP_INVALID_JSON_BODY: ["WEIR_BAD_JSON", 400, "The body is not JSON"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["WEIR_UNSUPPORTED_MEDIA_TYPE", 415, "This route does not read that Content-Type"],
  FST_ERR_MAX_PARAM_LENGTH: ["WEIR_BAD_URL", 414, "A part of the path is too long"],
};

interface FrameworkError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly validation?: readonly { readonly keyword?: string; readonly params?: Record<string, unknown> }[];
  readonly validationContext?: string;
}

/**
 * The coded error for whatever was thrown on the way to an answer. The text of an unknown error stays inside: it may
 * quote what the client sent.
 */
export function codedError(error: unknown): WeirError {
  if (error instanceof WeirError) return error;
  const { code, statusCode, validation, validationContext } = (error ?? {}) as FrameworkError;
  if (validation !== undefined) return invalidInput(validation[0]?.keyword, validationContext ?? "request", error);
  const known = typeof code === "string" ? FROM_FASTIFY[code] : undefined;
  if (known !== undefined) return new WeirError(known[0], known[2], { status: known[1], cause: error });
  if (typeof statusCode === "number" && statusCode >= 400 && statusCode < 500) {
    return new WeirError("WEIR_BAD_REQUEST", "The request cannot be read", { status: statusCode, cause: error });
  }
  return new WeirError("WEIR_INTERNAL", "The collector failed to answer; its log says why", { cause: error });
}

function invalidInput(keyword: string | undefined, where: string, cause: unknown): WeirError {
  const hint = "GET /api/v1/openapi.json lists what each route takes";
  const place = where === "querystring" ? "query" : where;
  const [code, message]: [ErrorCode, string] =
    keyword === "additionalProperties"
      ? ["WEIR_UNKNOWN_KEY", `The ${place} has a key this route does not know`]
      : ["WEIR_INVALID_INPUT", `The ${place} does not have the form this route takes`];
  return new WeirError(code, message, { status: 400, hint, cause });
}

/** Sends `error` in the shape of every API error. */
export function sendError(error: WeirError, reply: FastifyReply): FastifyReply {
  if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter);
  return reply.code(error.status).send(errorBody(error));
}

/** Refusals are the client's business and logged quietly; failures are ours. */
export function logError(error: WeirError, request: FastifyRequest): void {
  if (error.status >= 500 && error.retryAfter === undefined) request.log.error({ err: error }, error.message);
  else request.log.debug({ code: error.code, status: error.status }, "refused");
}
