import {
  type Attributes,
  type AttributeValue,
  createTraceState,
  type Link,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
} from "@opentelemetry/api";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";
import { describe, expect, it } from "vitest";
import { SeededIds } from "../ids.ts";
import { finishedSpan } from "../testing/finished-span.ts";
import { protobufEncoding } from "./span-encoding.ts";

const encoding = protobufEncoding();
const ours = (spans: readonly ReadableSpan[]): Buffer => encoding.request(spans.map((span) => encoding.one(span)));
const theirs = (spans: ReadableSpan[]): Buffer =>
  Buffer.from(ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array());

const RESOURCES = [{ "service.name": "shop", "process.pid": 4711 }, {}].map((of) => resourceFromAttributes(of));
const SCOPES = [
  { name: "@weir/agent", version: "0.1.0" },
  { name: "", version: "" },
  { name: "pg", schemaUrl: "s" },
];
const STATUSES: readonly SpanStatus[] = [
  { code: SpanStatusCode.UNSET },
  { code: SpanStatusCode.ERROR, message: "no such order" },
  { code: SpanStatusCode.OK, message: "" },
];
const TEXTS = [
  "",
  "GET /orders/{id}",
  "x".repeat(127),
  "y".repeat(20_000),
  "주문",
  "🧾",
  "\uD800",
  "ä".repeat(64),
  "\n\0",
];
const NUMBERS = [0, 1, -1, 127, 128, 300, 2 ** 31, 1.7e15, -(2 ** 53), 2 ** 63, 0.5, -2.25, Number.NaN, Infinity];

/** Spans of every shape an SDK can make, the same ones in every run. */
class Shapes {
  readonly #ids = new SeededIds(Uint32Array.of(1, 2, 3, 4));

  span(): ReadableSpan {
    const context = this.#context();
    return {
      ...finishedSpan(this.#pick(TEXTS)),
      kind: this.#pick([SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT]),
      spanContext: () => context,
      ...(this.#below(2) === 0 ? {} : { parentSpanContext: this.#context() }),
      startTime: [this.#below(4_000_000_000), this.#below(1e9)],
      endTime: [this.#below(4_000_000_000), this.#below(1e9) + 0.5],
      status: this.#pick(STATUSES),
      attributes: this.#attributes(),
      links: this.#some(() => this.#link()),
      events: this.#some(() => this.#event()),
      resource: this.#pick(RESOURCES),
      instrumentationScope: this.#pick(SCOPES),
      droppedAttributesCount: this.#below(300),
      droppedEventsCount: this.#below(2),
    };
  }

  #context() {
    return {
      traceId: this.#ids.generateTraceId(),
      spanId: this.#ids.generateSpanId(),
      traceFlags: this.#below(2),
      isRemote: this.#below(2) === 0,
      ...(this.#below(2) === 0 ? {} : { traceState: createTraceState("a=1,b=2") }),
    };
  }

  #event(): TimedEvent {
    const time: [number, number] = [this.#below(4_000_000_000), this.#below(1e9)];
    return { name: this.#pick(TEXTS), time, ...(this.#below(3) === 0 ? {} : { attributes: this.#attributes() }) };
  }

  #link(): Link {
    return { context: this.#context(), attributes: this.#attributes(), droppedAttributesCount: this.#below(200) };
  }

  #attributes(): Attributes {
    return Object.fromEntries(this.#some(() => [this.#pick(TEXTS), this.#value()]));
  }

  #value(): AttributeValue {
    const lists = [[], ["a", null, "주문"], NUMBERS, [true, false]] as AttributeValue[];
    return this.#pick<AttributeValue>([...TEXTS, ...NUMBERS, true, false, ...lists]);
  }

  #some<Item>(make: () => Item): Item[] {
    return Array.from({ length: this.#below(5) }, make);
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  #below(limit: number): number {
    return Math.floor(this.#ids.fraction() * limit);
  }
}

describe("spans as protobuf", () => {
  it("are byte for byte what OpenTelemetry's own serializer writes", () => {
    const shapes = new Shapes();
    for (let round = 0; round < 300; round += 1) {
      const spans = Array.from({ length: 1 + (round % 7) }, () => shapes.span());
      expect(ours(spans).equals(theirs(spans))).toBe(true);
    }
  });

  it("come in their order, each under its resource and scope once", () => {
    const spans = Array.from({ length: 1000 }, (_, index) => finishedSpan(`span ${index} end`));
    const scope = { name: "test" };
    const bytes = ours(spans.map((span) => ({ ...span, instrumentationScope: scope })));
    const text = bytes.toString("latin1");
    expect([...text.matchAll(/span (\d+) end/g)].map(([, index]) => Number(index))).toEqual(
      spans.map((_, index) => index),
    );
    expect(text.match(/service\.name/g)).toHaveLength(1);
    expect(text.match(/test/g)).toHaveLength(1);
  });

  it("are whole even where an id is no hexadecimal number", () => {
    const broken = { ...finishedSpan("a"), spanContext: () => ({ traceId: "zz", spanId: "1234", traceFlags: 1 }) };
    const bytes = encoding.one(broken).content as Buffer;
    expect([...bytes.subarray(0, 6)]).toEqual([10, 0, 18, 2, 0x12, 0x34]);
  });
});
