import type { FastifyInstance } from "fastify";
import { WeirError } from "../errors.ts";
import { METRICS_CONTENT_TYPE, type Metrics } from "../metrics.ts";
import { bearerToken, isOneOf } from "./token.ts";

type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

export interface ProbeOptions {
  readonly metrics: Metrics;
  readonly readiness: () => Readiness;
  /** Where there are any, `/metrics` needs one of them, as a bearer token. */
  readonly readTokens?: readonly string[];
}

/** `/health`: the process answers. `/ready`: it can take spans. `/metrics`: Prometheus text. */
export function addProbes(app: FastifyInstance, { metrics, readiness, readTokens = [] }: ProbeOptions): void {
  app.get("/health", { config: { anyHost: true } }, () => ({ status: "ok" }));
  app.get("/ready", { config: { anyHost: true } }, (_request, reply) => {
    const state = readiness();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  app.get("/metrics", (request, reply) => {
    const token = bearerToken(request.headers.authorization) ?? "";
    if (readTokens.length > 0 && !isOneOf(token, readTokens)) {
      throw new WeirError("WEIR_UNAUTHORIZED", "The metrics need the read token", { status: 401 });
    }
    return reply.header("content-type", METRICS_CONTENT_TYPE).send(metrics.text());
  });
}
