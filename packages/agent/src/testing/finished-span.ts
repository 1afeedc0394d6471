import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";

const resource = resourceFromAttributes({ "service.name": "shop" });
let made = 0;

/** A span that has ended. */
export function finishedSpan(name: string): ReadableSpan {
  made += 1;
  const context = { traceId: "1".repeat(32), spanId: made.toString(16).padStart(16, "0"), traceFlags: 1 };
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    startTime: [1, 0],
    endTime: [2, 0],
    duration: [1, 0],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    links: [],
    events: [],
    resource,
    instrumentationScope: { name: "test" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
