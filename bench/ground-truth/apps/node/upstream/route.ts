import type { UpstreamAnswer, UpstreamRequest, UpstreamRoute } from "../../../upstream/upstream.ts";

export function on(
  method: UpstreamRoute["method"],
  path: string,
  latencyMs: number,
  answer: (request: UpstreamRequest) => UpstreamAnswer,
): UpstreamRoute {
  return { method, path, latencyMs, answer };
}

/** An answer made of the parameter `id` alone. */
export function byId(path: string, latencyMs: number, json: (id: string) => unknown): UpstreamRoute {
  return on("GET", path, latencyMs, ({ params: { id = "" } }) => ({ json: json(id) }));
}
