import type { FastifyInstance } from "fastify";
import { METRICS_CONTENT_TYPE, type Metrics } from "../metrics.ts";

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

export interface ProbeOptions {
  readonly metrics: Metrics;
  readonly readiness: () => Readiness;
}

/** `/health`: the process answers. `/ready`: it can take spans. `/metrics`: Prometheus text. */
export function addProbes(app: FastifyInstance, { metrics, readiness }: ProbeOptions): void {
  app.get("/health", { config: { anyHost: true } }, () => ({ status: "ok" }));
  app.get("/ready", { config: { anyHost: true } }, (_request, reply) => {
    const state = readiness();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  app.get("/metrics", (_request, reply) => reply.header("content-type", METRICS_CONTENT_TYPE).send(metrics.text()));
}
