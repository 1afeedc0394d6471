/** Makes a checkout of undici the process's fetch, each call in a request of its own; with `AGENT=on` under the agent. */
import { createRequire } from "node:module";
import { ROOT_CONTEXT, SpanKind, context, trace } from "@opentelemetry/api";

const undici = createRequire(import.meta.url)(process.env.UNDICI);
for (const name of ["fetch", "Response", "Request", "Headers", "FormData"]) {
  Object.defineProperty(globalThis, name, {
    value: undici[name],
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
if (process.env.AGENT === "on") {
  process.env.WEIR_EVIDENCE_EVERYTHING = "true";
  const { registerWeir } = await import("@weir/agent/node");
  registerWeir({ serviceName: "behaviour", endpoint: process.env.RECEIVER, environment: "staging" });
}
const watched = globalThis.fetch;
const tracer = trace.getTracer("behaviour");
undici.fetch = function fetch(input, init) {
  const span = tracer.startSpan("GET /", { kind: SpanKind.SERVER }, ROOT_CONTEXT);
  setTimeout(() => span.end(), 1000).unref();
  return context.with(trace.setSpan(ROOT_CONTEXT, span), watched, undefined, input, init);
};
