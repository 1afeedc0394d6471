import { type Attributes, type HrTime, type SpanContext, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";
import { AGENT_SCOPE, EVIDENCE, EVIDENCE_FORMAT, EVIDENCE_SPAN, OPERATION, OPERATION_EVENT } from "@weir/core/wire";
import { monotonicNow, toEpochMicros } from "../clock.ts";
import type { Operation } from "../operation.ts";
import { plainContext } from "../redact/span.ts";
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
    if (op.openSpans > 0 || op.spanIds.length === 0) addRequest(attributes, op, rules);
    if (root.full) Object.assign(attributes, probes.facts(op));
    return operationEvent(attributes, root, op);
  });
  const full = root.full;
  const end = monotonicNow();
  const parent = plainContext(root.spanContext);
  const context: SpanContext = { ...parent, spanId };
  return {
    name: EVIDENCE_SPAN,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    parentSpanContext: { ...parent, isRemote: false },
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
    instrumentationScope: scopeOf(version),
    droppedAttributesCount: 0,
    droppedEventsCount: root.droppedOperations,
    droppedLinksCount: 0,
  };
}

/** One object for all, by which spans are grouped when they are sent. */
function scopeOf(version: string): InstrumentationScope {
  if (scope.version !== version) scope = { name: AGENT_SCOPE, version };
  return scope;
}

let scope: InstrumentationScope = { name: AGENT_SCOPE };

function operationAttributes(op: LiveOperation, { offset }: LiveRoot, stack: number | undefined): Attributes {
  const attributes: Attributes = {
    [OPERATION.sequence]: op.sequence,
    [OPERATION.start]: toEpochMicros(offset, op.start),
  };
  if (op.headers !== undefined) attributes[OPERATION.headers] = toEpochMicros(offset, op.headers);
  if (op.body !== undefined) attributes[OPERATION.body] = toEpochMicros(offset, op.body);
  if (op.bodyFirst !== undefined) attributes[OPERATION.bodyFirst] = toEpochMicros(offset, op.bodyFirst);
  attributes[OPERATION.bodyRead] = op.bodyRead;
  attributes[OPERATION.spanIds] = [...op.spanIds];
  const parent = op.spanIds.length > 0 ? undefined : op.parentSpanId;
  if (parent !== undefined) attributes[OPERATION.parent] = parent;
  if (stack !== undefined) attributes[OPERATION.stack] = stack;
  if (op.effect !== undefined) attributes[OPERATION.effect] = op.effect;
  if (op.outcome !== "pending") attributes[OPERATION.outcome] = op.outcome;
  if (op.status !== undefined) attributes[OPERATION.status] = op.status;
  return attributes;
}

/** No finished span says what this was: an unread body keeps its span open, another SDK may have made none. */
function addRequest(attributes: Attributes, { request }: LiveOperation, rules: UrlRules): void {
  attributes[OPERATION.method] = request.method;
  attributes[OPERATION.url] = redactUrl(request.url, rules);
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
