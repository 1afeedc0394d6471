import type { UpstreamAnswer, UpstreamRequest, UpstreamRoute } from "../../../upstream/upstream.ts";

type Answerer = (request: UpstreamRequest) => UpstreamAnswer;

export function get(path: string, latencyMs: number, answer: Answerer): UpstreamRoute {
  return { method: "GET", path, latencyMs, answer };
}

export function post(path: string, latencyMs: number, answer: Answerer): UpstreamRoute {
  return { method: "POST", path, latencyMs, answer };
}

export function put(path: string, latencyMs: number, answer: Answerer): UpstreamRoute {
  return { method: "PUT", path, latencyMs, answer };
}

export const NOT_FOUND: UpstreamAnswer = { status: 404, json: { error: "not_found" } };

/** The body of a request that is known to carry a JSON object or a form. */
export function fieldsOf(request: UpstreamRequest): Readonly<Record<string, unknown>> {
  return (request.body ?? {}) as Record<string, unknown>;
}
