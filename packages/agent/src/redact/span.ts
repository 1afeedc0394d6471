import type { Link, SpanContext } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";
import { isErrorKind, redactAttributes, redactName } from "./span-attributes.ts";
import type { UrlRules } from "./url.ts";

/** SDK 1.x spans name their parent and scope differently. */
interface OlderSpan {
  readonly parentSpanId?: string;
  readonly instrumentationLibrary?: { readonly name: string; readonly version?: string };
}

/**
 * The span as it leaves the process: a new object, since the app's own backend gets the original. Status text and
 * exception messages can quote anything, so only their kind is kept.
 */
export function redactSpan(span: ReadableSpan, resource: Resource, rules: UrlRules): ReadableSpan {
  const older = span as unknown as OlderSpan;
  const context = plainContext(span.spanContext());
  const parent = span.parentSpanContext ?? parentOf(older, context);
  return {
    name: redactName(span.name, rules),
    kind: span.kind,
    spanContext: () => context,
    ...(parent === undefined ? {} : { parentSpanContext: plainContext(parent) }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: true,
    status: { code: span.status.code },
    attributes: redactAttributes(span.attributes, rules),
    links: span.links.map((link) => redactLink(link, rules)),
    events: span.events.map((event) => redactEvent(event, rules)),
    resource,
    instrumentationScope: span.instrumentationScope ?? older.instrumentationLibrary ?? { name: "" },
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
    droppedLinksCount: span.droppedLinksCount ?? 0,
  };
}

/** Without `tracestate`, which carries what other vendors and the app put into it. */
export function plainContext({ traceId, spanId, traceFlags, isRemote }: SpanContext): SpanContext {
  return { traceId, spanId, traceFlags, ...(isRemote === undefined ? {} : { isRemote }) };
}

function parentOf(span: OlderSpan, context: SpanContext): SpanContext | undefined {
  return span.parentSpanId === undefined ? undefined : { ...context, spanId: span.parentSpanId };
}

function redactEvent(event: TimedEvent, rules: UrlRules): TimedEvent {
  const type = event.attributes?.["exception.type"];
  return {
    name: redactName(event.name, rules),
    time: event.time,
    attributes: {
      ...redactAttributes(event.attributes ?? {}, rules),
      ...(typeof type === "string" && isErrorKind(type) ? { "exception.type": type } : {}),
    },
  };
}

function redactLink(link: Link, rules: UrlRules): Link {
  return { context: plainContext(link.context), attributes: redactAttributes(link.attributes ?? {}, rules) };
}
