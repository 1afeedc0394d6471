import { createRequire } from "node:module";
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api";
import type * as Serializers from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/**
 * The serializers of SDK 3.x. Its modules want a newer `@opentelemetry/api` than the workspace has, for names that
 * writing spans does not need; only `require` lets them do without.
 */
export const nextSerializers = createRequire(import.meta.url)(
  "@opentelemetry/otlp-transformer-next",
) as typeof Serializers;

export const PARENT = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const LINKED = {
  traceId: "11111111111111111111111111111111",
  spanId: "2222222222222222",
  traceFlags: TraceFlags.SAMPLED,
};

/** Two spans as the SDK makes them: a server span with a remote parent, and a call below it. */
export function sdkSpans(): readonly ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      "service.name": "shop",
      "service.version": "3f9c1e2",
      "service.instance.id": "pod-7",
      "deployment.environment.name": "staging",
      "telemetry.sdk.name": "opentelemetry",
      "telemetry.sdk.version": "2.12.0",
      "host.arch": "amd64",
    }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const remote = { ...PARENT, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  const inbound = trace.setSpanContext(ROOT_CONTEXT, remote);
  const tracer = provider.getTracer("@weir/agent", "1.0.0");
  const server = tracer.startSpan(
    "GET /shop/[id]",
    { kind: SpanKind.SERVER, startTime: [1_700_000_000, 123_456_789] },
    inbound,
  );
  server.setAttributes({ "http.route": "/shop/[id]", "http.status_code": 200, "next.rsc": false, "user.email": "a@b" });
  const call = tracer.startSpan(
    "GET",
    {
      kind: SpanKind.CLIENT,
      startTime: [1_700_000_000, 200_000_001],
      links: [{ context: LINKED, attributes: { "weir.why": "hop" } }],
    },
    trace.setSpan(context.active(), server),
  );
  call.setAttributes({
    "url.full": "http://api.internal/users/{id}?q={}",
    "weir.stacks": ["at a (a.js:1:1)", "at b (b.js:2:2)"],
    "weir.numbers": [1, 2 ** 40, -3],
    "weir.half": 0.5,
    "weir.format": 1,
  });
  call.addEvent(
    "weir.op",
    { "weir.op.seq": 7, "weir.op.waits.body": [], "weir.op.start": 1_700_000_000_200_000 },
    [1_700_000_000, 200_000_000],
  );
  call.recordException(new TypeError("secret"), [1_700_000_000, 210_000_000]);
  call.setStatus({ code: SpanStatusCode.ERROR, message: "secret" });
  call.end([1_700_000_000, 250_999_999]);
  server.end([1_700_000_000, 300_000_000]);
  return exporter.getFinishedSpans();
}
