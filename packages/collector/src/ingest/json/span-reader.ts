import type { Resource, Span, SpanEvent, SpanLink } from "@weir/core";
import { AGENT_SCOPE } from "@weir/core/wire";
import type { ReadLimits, Rejection } from "../span-batch.ts";
import { HAS_IS_REMOTE, IS_REMOTE, isTime, KINDS, NO_EVENTS, NO_LINKS, STATUSES } from "../span-words.ts";
import { EXCEPTION_EVENT, isAgentKey, wantsEventKey, wantsLinkKey, wantsSpanKey } from "../wanted-keys.ts";
import { arrayIn, asObject, enumIn, idIn, isNoId, type JsonObject, microsIn, nameIn, objectIn } from "./json-fields.ts";
import type { ValueReader } from "./value-reader.ts";

/** Reads spans of OTLP JSON. */
export class SpanReader {
  readonly #values: ValueReader;
  readonly #limits: ReadLimits;
  /** Span events and links left out because of a limit. */
  cut = 0;

  constructor(values: ValueReader, limits: ReadLimits) {
    this.#values = values;
    this.#limits = limits;
  }

  /** The span, or why it cannot be used. */
  read(json: JsonObject, scope: string, resource: Resource): Span | Rejection {
    const traceId = idIn(json, "traceId", 32);
    if (traceId === undefined) return "trace-id";
    const spanId = idIn(json, "spanId", 16);
    if (spanId === undefined) return "span-id";
    const parentSpanId = idIn(json, "parentSpanId", 16);
    if (parentSpanId === undefined && !isNoId(json.parentSpanId)) return "parent-id";
    const kind = KINDS[enumIn(json, "kind")];
    if (kind === undefined) return "kind";
    const status = STATUSES[enumIn(objectIn(json, "status") ?? {}, "code")];
    if (status === undefined) return "status";
    const start = microsIn(json, "startTimeUnixNano");
    const end = microsIn(json, "endTimeUnixNano");
    if (!isTime(start, end)) return "time";
    const flags = enumIn(json, "flags");
    return {
      traceId,
      spanId,
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      ...((flags & HAS_IS_REMOTE) === 0 || flags < 0 ? {} : { parentIsRemote: (flags & IS_REMOTE) !== 0 }),
      scope,
      name: nameIn(json),
      kind,
      start,
      end,
      status,
      attributes: this.#values.attributes(json, wantsSpanKey),
      events: this.#events(arrayIn(json, "events"), scope === AGENT_SCOPE),
      links: this.#links(arrayIn(json, "links")),
      resource,
    };
  }

  /** Kept are the agent's, those with attributes of the agent, and that an exception happened. */
  #events(list: readonly unknown[], areAgents: boolean): readonly SpanEvent[] {
    const events: SpanEvent[] = [];
    for (const item of list) {
      const json = asObject(item, "event");
      const name = nameIn(json);
      const time = microsIn(json, "timeUnixNano");
      const attributes = this.#values.attributes(json, wantsEventKey);
      const isWanted = areAgents || name === EXCEPTION_EVENT || Object.keys(attributes).some(isAgentKey);
      if (!isWanted) continue;
      if (events.length < this.#limits.maxEvents) events.push({ name, time, attributes });
      else this.cut += 1;
    }
    return events.length === 0 ? NO_EVENTS : events;
  }

  /** A link without valid ids leads nowhere. */
  #links(list: readonly unknown[]): readonly SpanLink[] {
    const links: SpanLink[] = [];
    for (const item of list) {
      const json = asObject(item, "link");
      const traceId = idIn(json, "traceId", 32);
      const spanId = idIn(json, "spanId", 16);
      const attributes = this.#values.attributes(json, wantsLinkKey);
      if (traceId === undefined || spanId === undefined || links.length >= this.#limits.maxLinks) this.cut += 1;
      else links.push({ traceId, spanId, attributes });
    }
    return links.length === 0 ? NO_LINKS : links;
  }
}
