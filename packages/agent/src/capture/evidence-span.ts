import { type Attributes, type HrTime, type SpanContext, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";
import { AGENT_SCOPE, EVIDENCE, EVIDENCE_FORMAT, EVIDENCE_SPAN, OPERATION, OPERATION_EVENT } from "@weir/core/wire";
import { monotonicNow, toEpochMicros } from "../clock.ts";
import type { Operation } from "../operation.ts";
import { redactUrl, type UrlRules } from "../redact/url.ts";
import type { LiveOperation, LiveRoot } from "./live-root.ts";
import type { ProbeSet } from "./probe-set.ts";

export interface EvidenceInput {
  readonly root: LiveRoot;
  readonly probes: ProbeSet;
  /** Whether stacks are taken at all; what the probes recorded they say themselves. */
  readonly callSites: boolean;
  readonly rules: UrlRules;
  readonly spanId: string;
  readonly resource: Resource;
  readonly version: string;
}

/**
 * The request's evidence as a finished span. It is built by hand and not by the SDK, whose limits (128 events, 128
 * attributes) would cut it, and it goes to the collector only.
 */
export function evidenceSpan({
  root,
  probes,
  callSites,
  rules,
  spanId,
  resource,
  version,
}: EvidenceInput): ReadableSpan {
  const stacks: string[] = [];
  const indices = new Map<string, number>();
  const events = root.operations.map((op) => {
    const attributes = operationAttributes(op, root, stackIndex(op, stacks, indices));
    if (op.openSpans > 0 || op.spanIds.length === 0) Object.assign(attributes, requestAttributes(op, rules));
    if (root.full) Object.assign(attributes, probes.facts(op));
    return operationEvent(attributes, root, op);
  });
  const full = root.full;
  const end = monotonicNow();
  const context: SpanContext = { ...root.spanContext, spanId };
  return {
    name: EVIDENCE_SPAN,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    parentSpanContext: { ...root.spanContext, isRemote: false },
    startTime: hrTime(root, root.start),
    endTime: hrTime(root, end),
    duration: [0, Math.round((end - root.start) * 1e6)],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      [EVIDENCE.format]: EVIDENCE_FORMAT,
      [EVIDENCE.opsDropped]: root.droppedOperations,
      [EVIDENCE.hasValues]: false,
      [EVIDENCE.hasCallSites]: full && callSites,
      [EVIDENCE.hasLineage]: false,
      [EVIDENCE.stacks]: stacks,
      ...(full ? probes.rootFacts(root) : {}),
    },
    links: [],
    events,
    resource,
    instrumentationScope: { name: AGENT_SCOPE, version },
    droppedAttributesCount: 0,
    droppedEventsCount: root.droppedOperations,
    droppedLinksCount: 0,
  };
}

function operationAttributes(op: LiveOperation, root: LiveRoot, stack: number | undefined): Attributes {
  const micros = (time: number): number => toEpochMicros(root.offset, time);
  return {
    [OPERATION.sequence]: op.sequence,
    [OPERATION.start]: micros(op.start),
    ...(op.headers === undefined ? {} : { [OPERATION.headers]: micros(op.headers) }),
    ...(op.body === undefined ? {} : { [OPERATION.body]: micros(op.body) }),
    ...(op.bodyFirst === undefined ? {} : { [OPERATION.bodyFirst]: micros(op.bodyFirst) }),
    [OPERATION.bodyRead]: op.bodyRead,
    [OPERATION.spanIds]: [...op.spanIds],
    ...(op.spanIds.length > 0 || op.parentSpanId === undefined ? {} : { [OPERATION.parent]: op.parentSpanId }),
    ...(stack === undefined ? {} : { [OPERATION.stack]: stack }),
    ...(op.effect === undefined ? {} : { [OPERATION.effect]: op.effect }),
    ...(op.outcome === "pending" ? {} : { [OPERATION.outcome]: op.outcome }),
    ...(op.status === undefined ? {} : { [OPERATION.status]: op.status }),
  };
}

/** No finished span says what this was: an unread body keeps its span open, another SDK may have made none. */
function requestAttributes({ request }: LiveOperation, rules: UrlRules): Attributes {
  return { [OPERATION.method]: request.method, [OPERATION.url]: redactUrl(request.url, rules) };
}

function operationEvent(attributes: Attributes, root: LiveRoot, op: Operation): TimedEvent {
  return { name: OPERATION_EVENT, time: hrTime(root, op.start), attributes };
}

function stackIndex(op: Operation, stacks: string[], indices: Map<string, number>): number | undefined {
  const text = op.stack;
  if (text === undefined) return undefined;
  const known = indices.get(text);
  if (known !== undefined) return known;
  indices.set(text, stacks.length);
  return stacks.push(text) - 1;
}

function hrTime(root: LiveRoot, time: number): HrTime {
  const micros = toEpochMicros(root.offset, time);
  const seconds = Math.floor(micros / 1e6);
  return [seconds, (micros - seconds * 1e6) * 1000];
}
