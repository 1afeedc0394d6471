import type { UpstreamAnswer, UpstreamRequest, UpstreamRoute } from "../../../upstream/upstream.ts";

type Method = UpstreamRoute["method"];

/** A route that answers JSON; `undefined` is a 404. */
export function route(
  method: Method,
  path: string,
  latencyMs: number,
  json: (request: UpstreamRequest) => unknown,
): UpstreamRoute {
  return {
    method,
    path,
    latencyMs,
    answer(request): UpstreamAnswer {
      const found = json(request);
      return found === undefined ? { status: 404, json: { error: "not_found" } } : { json: found };
    },
  };
}

export function get(path: string, latencyMs: number, json: (request: UpstreamRequest) => unknown): UpstreamRoute {
  return route("GET", path, latencyMs, json);
}

export function post(path: string, latencyMs: number, json: (request: UpstreamRequest) => unknown): UpstreamRoute {
  return route("POST", path, latencyMs, json);
}

/** A field of the body where there is one. */
export function field(request: UpstreamRequest, name: string): string {
  const body = request.body as Record<string, unknown> | undefined;
  const value = body?.[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
