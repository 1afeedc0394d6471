import type { Resource, Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from "@weir/core";
import { AGENT_SCOPE } from "@weir/core/wire";
import type { ReadLimits, Rejection, SpanHead } from "../span-batch.ts";
import {
  HAS_IS_REMOTE,
  IS_REMOTE,
  isTime,
  KINDS,
  NO_ATTRIBUTES,
  NO_EVENTS,
  NO_LINKS,
  STATUSES,
} from "../span-words.ts";
import { EVENT_KEYS, EXCEPTION_EVENT, isAgentKey, SPAN_KEYS } from "../wanted-keys.ts";
import { KeyMatcher } from "./key-matcher.ts";
import type { MutableAttributes, ValueReader } from "./value-reader.ts";
import type { WireReader } from "./wire-reader.ts";

const spanKeys = new KeyMatcher(SPAN_KEYS, "agent-and-framework");
const eventKeys = new KeyMatcher(EVENT_KEYS, "agent");
const linkKeys = new KeyMatcher([], "agent");

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads `Span` messages. */
export class SpanReader {
  readonly #wire: WireReader;
  readonly #values: ValueReader;
  readonly #limits: ReadLimits;
  /** Where the last ids stood, and their texts: neighbours mostly have the same trace and the same parent. */
  #traceAt = -1;
  #traceId = "";
  #parentAt = -1;
  #parentId = "";
  /** What the last span that was gone through holds: places of what becomes a text, and values of the rest. */
  #spanAt = -1;
  #nextTraceAt = -1;
  #nextParentAt = -1;
  #nameStart = 0;
  #nameStop = 0;
  #kind: SpanKind = "unspecified";
  #start = 0;
  #end = 0;
  #status: SpanStatus = "unset";
  #flags = 0;
  #attributes: MutableAttributes | undefined;
  #events: SpanEvent[] | undefined;
  #links: SpanLink[] | undefined;
  /** Span events and links left out because of a limit. */
  cut = 0;

  constructor(wire: WireReader, values: ValueReader, limits: ReadLimits) {
    this.#wire = wire;
    this.#values = values;
    this.#limits = limits;
  }

  /** Where the id of the last span stands. */
  get idAt(): number {
    return this.#spanAt;
  }

  /** The span that ends at `end`, or why it cannot be used. */
  read(end: number, scope: string, resource: Resource): Span | Rejection {
    const rejection = this.#through(end, scope, true);
    if (rejection !== undefined) return rejection;
    const wire = this.#wire;
    wire.pos = this.#nameStart;
    const name = this.#values.name(this.#nameStop);
    wire.pos = end;
    const span: Mutable<Span> = {
      traceId: this.#traceIdAt(this.#nextTraceAt),
      spanId: wire.hex(this.#spanAt, 8),
      scope,
      name,
      kind: this.#kind,
      start: this.#start,
      end: this.#end,
      status: this.#status,
      attributes: this.#attributes ?? NO_ATTRIBUTES,
      events: this.#events ?? NO_EVENTS,
      links: this.#links ?? NO_LINKS,
      resource,
    };
    if (this.#nextParentAt >= 0) span.parentSpanId = this.#parentIdAt(this.#nextParentAt);
    if ((this.#flags & HAS_IS_REMOTE) !== 0) span.parentIsRemote = (this.#flags & IS_REMOTE) !== 0;
    return span;
  }

  /**
   * Goes through a span like `read` and makes nothing of it but what tells it from others: what this accepts, `read` reads,
   * and what `read` would refuse or leave out, this does.
   */
  check(end: number, scope: string, resource: Resource): SpanHead | Rejection {
    const rejection = this.#through(end, scope, false);
    if (rejection !== undefined) return rejection;
    return { traceId: this.#traceIdAt(this.#nextTraceAt), spanId: this.#wire.hex(this.#spanAt, 8), resource };
  }

  #through(end: number, scope: string, keeps: boolean): Rejection | undefined {
    const wire = this.#wire;
    let traceAt = -1;
    let spanAt = -1;
    let parentAt = -1;
    let isParentValid = true;
    let nameStart = end;
    let nameStop = end;
    let kind = 0;
    let startedAt = 0;
    let endedAt = 0;
    let status = 0;
    let flags = 0;
    let attributes: MutableAttributes | undefined;
    let room = this.#limits.maxAttributes;
    let events: SpanEvent[] | undefined;
    let links: SpanLink[] | undefined;

    while (wire.pos < end) {
      const tag = wire.tag();
      switch (tag) {
        case 0x4a: // attributes
          if (keeps) attributes ??= {};
          room -= this.#values.keyValue(wire.stop(end), spanKeys, attributes, room);
          break;
        case 0x0a: // trace_id
          traceAt = wire.id(16, wire.stop(end));
          break;
        case 0x12: // span_id
          spanAt = wire.id(8, wire.stop(end));
          break;
        case 0x22: {
          // parent_span_id: empty or all zero when there is none
          const stop = wire.stop(end);
          isParentValid = stop === wire.pos || stop === wire.pos + 8;
          parentAt = wire.id(8, stop);
          break;
        }
        case 0x2a: // name
          nameStop = wire.stop(end);
          nameStart = wire.pos;
          wire.pos = nameStop;
          break;
        case 0x30: // kind
          kind = wire.uint32();
          break;
        case 0x39: // start_time_unix_nano
          startedAt = wire.micros(end);
          break;
        case 0x41: // end_time_unix_nano
          endedAt = wire.micros(end);
          break;
        case 0x5a: // events
          events = this.#addEvent(events, wire.stop(end), scope === AGENT_SCOPE);
          break;
        case 0x6a: // links
          links = this.#addLink(links, wire.stop(end));
          break;
        case 0x7a: // status
          status = this.#statusCode(wire.stop(end));
          break;
        case 0x85: // flags
          flags = wire.fixed32(end);
          break;
        default:
          wire.skip(tag, end);
      }
    }
    wire.close(end);

    if (traceAt < 0) return "trace-id";
    if (spanAt < 0) return "span-id";
    if (!isParentValid) return "parent-id";
    const kindName = KINDS[kind];
    if (kindName === undefined) return "kind";
    const statusName = STATUSES[status];
    if (statusName === undefined) return "status";
    if (!isTime(startedAt, endedAt)) return "time";

    this.#nextTraceAt = traceAt;
    this.#spanAt = spanAt;
    this.#nextParentAt = parentAt;
    this.#nameStart = nameStart;
    this.#nameStop = nameStop;
    this.#kind = kindName;
    this.#start = startedAt;
    this.#end = endedAt;
    this.#status = statusName;
    this.#flags = flags;
    this.#attributes = attributes;
    this.#events = events;
    this.#links = links;
    return undefined;
  }

  #traceIdAt(at: number): string {
    if (this.#traceAt < 0 || !this.#wire.isEqual(at, this.#traceAt, 16)) this.#traceId = this.#wire.hex(at, 16);
    this.#traceAt = at;
    return this.#traceId;
  }

  #parentIdAt(at: number): string {
    if (this.#parentAt < 0 || !this.#wire.isEqual(at, this.#parentAt, 8)) this.#parentId = this.#wire.hex(at, 8);
    this.#parentAt = at;
    return this.#parentId;
  }

  #statusCode(end: number): number {
    const wire = this.#wire;
    let code = 0;
    while (wire.pos < end) {
      const tag = wire.tag();
      // code
      if (tag === 0x18) code = wire.uint32();
      else wire.skip(tag, end);
    }
    wire.close(end);
    return code;
  }

  /** Kept are the agent's, those with attributes of the agent, and that an exception happened. */
  #addEvent(events: SpanEvent[] | undefined, end: number, isAgents: boolean): SpanEvent[] | undefined {
    const wire = this.#wire;
    let time = 0;
    let nameStart = end;
    let nameStop = end;
    let attributes: MutableAttributes | undefined;
    let room = this.#limits.maxAttributes;
    while (wire.pos < end) {
      const tag = wire.tag();
      switch (tag) {
        case 0x09: // time_unix_nano
          time = wire.micros(end);
          break;
        case 0x12: // name
          nameStop = wire.stop(end);
          nameStart = wire.pos;
          wire.pos = nameStop;
          break;
        case 0x1a: // attributes
          attributes ??= {};
          room -= this.#values.keyValue(wire.stop(end), eventKeys, attributes, room);
          break;
        default:
          wire.skip(tag, end);
      }
    }
    wire.close(end);
    const isWanted = isAgents || this.#isException(nameStart, nameStop) || hasAgentKey(attributes);
    if (!isWanted) return events;
    if (events !== undefined && events.length >= this.#limits.maxEvents) {
      this.cut += 1;
      return events;
    }
    wire.pos = nameStart;
    const name = this.#values.name(nameStop);
    wire.pos = end;
    const event: SpanEvent = { name, time, attributes: attributes ?? NO_ATTRIBUTES };
    if (events === undefined) return [event];
    events.push(event);
    return events;
  }

  #isException(start: number, stop: number): boolean {
    return stop - start === EXCEPTION_EVENT.length && this.#wire.bytes.utf8Slice(start, stop) === EXCEPTION_EVENT;
  }

  /** A link without valid ids leads nowhere. */
  #addLink(links: SpanLink[] | undefined, end: number): SpanLink[] | undefined {
    const wire = this.#wire;
    let traceAt = -1;
    let spanAt = -1;
    let attributes: MutableAttributes | undefined;
    let room = this.#limits.maxAttributes;
    while (wire.pos < end) {
      const tag = wire.tag();
      switch (tag) {
        case 0x0a: // trace_id
          traceAt = wire.id(16, wire.stop(end));
          break;
        case 0x12: // span_id
          spanAt = wire.id(8, wire.stop(end));
          break;
        case 0x22: // attributes
          attributes ??= {};
          room -= this.#values.keyValue(wire.stop(end), linkKeys, attributes, room);
          break;
        default:
          wire.skip(tag, end);
      }
    }
    wire.close(end);
    if (traceAt < 0 || spanAt < 0 || (links !== undefined && links.length >= this.#limits.maxLinks)) {
      this.cut += 1;
      return links;
    }
    const link = {
      traceId: wire.hex(traceAt, 16),
      spanId: wire.hex(spanAt, 8),
      attributes: attributes ?? NO_ATTRIBUTES,
    };
    if (links === undefined) return [link];
    links.push(link);
    return links;
  }
}

function hasAgentKey(attributes: MutableAttributes | undefined): boolean {
  if (attributes === undefined) return false;
  for (const key in attributes) if (isAgentKey(key)) return true;
  return false;
}
